"""All rules about one resource. What several of them need is made once; a pass costs little more than its check."""

from __future__ import annotations

from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Object, Unknown, Value
from scanner.model.verdicts import Outcome, Verdict
from scanner.policy.answers import Detail, ask, meta_of, truth, undecided_item
from scanner.policy.compiled import CompiledRule, Each
from scanner.policy.culprits import find_culprits
from scanner.policy.items import Binding, Items, bindings
from scanner.policy.links import Context, Links
from scanner.policy.masks import Masks
from scanner.policy.messages import crash, failure_message, may_quote, shown_to_messages, unknown_message
from scanner.policy.reasons import because, focus
from scanner.policy.redaction import Redaction, holds_sensitive
from scanner.policy.scopes import Scope, resource_scope
from scanner.policy.undecided import PodView


class Judgement:
    """What all rules said."""

    __slots__ = ("counts", "problems", "verdicts")

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        """The outcomes that were asked for, in the order of the resources and of the rules."""
        self.problems: list[Problem] = []
        """Rules that failed to judge."""
        self.counts: dict[tuple[str, Outcome], int] = {}
        """How often each rule came to each outcome, those not asked for included."""

    def add(self, other: Judgement) -> None:
        """Takes in what was said of other resources, behind what was said of these."""
        self.verdicts += other.verdicts
        self.problems += other.problems
        for key, number in other.counts.items():
            self.counts[key] = self.counts.get(key, 0) + number


class Hearing:
    """One resource before the rules that match it."""

    __slots__ = (
        "_bound", "_context", "_masks", "_meta", "_outcomes", "_passes", "_pod", "_pods", "_resource", "_result",
        "_scope", "_shown",
    )  # fmt: skip

    def __init__(
        self,
        resource: Resource,
        links: Links,
        pods: PodView,
        outcomes: frozenset[Outcome],
        result: Judgement,
        passes: dict[CompiledRule, int],
    ) -> None:
        """What is said is added to `result`, except for passes, which are counted in `passes`."""
        self._resource = resource
        self._context = Context(resource, links)
        self._shown: Context | None = None
        self._meta = meta_of(resource)
        self._pods = pods
        self._pod: Object | None = None
        self._scope: Scope | None = None
        self._masks = Masks()
        self._bound: dict[tuple[Each, ...], Items | Exception] = {}
        self._outcomes = outcomes
        self._result = result
        self._passes = passes

    def hear(self, rules: tuple[CompiledRule, ...]) -> None:
        """Asks these rules. The common case, a check that holds, is decided right here."""
        resource, context, passes = self._resource, self._context, self._passes
        plain: tuple[Value, ...] = (resource.attributes, self._meta)
        with_pod = plain
        if any(rule.pods for rule in rules):
            self._pod = self._pods(resource.kind, resource.attributes)
            with_pod = (*plain, self._pod)
        for rule in rules:
            values = plain
            if rule.pods:
                if self._pod is None:
                    continue
                values = with_pod
            if rule.each:
                self._hear_items(rule, values)
                continue
            outcome, detail = ask(rule, context, values, True)
            if outcome == "pass":
                passes[rule] = passes.get(rule, 0) + 1
                if "pass" in self._outcomes:
                    self._result.verdicts.append(Verdict(rule.rule, resource, None, "pass", "", resource.place))
            elif outcome is not None:
                self._record(rule, self._own_scope(), values, outcome, detail, None)

    def _own_scope(self) -> Scope:
        if self._scope is None:
            self._scope = resource_scope(self._resource, self._meta, self._pod)
        return self._scope

    def _hear_items(self, rule: CompiledRule, values: tuple[Value, ...]) -> None:
        context, wanted = self._context, "pass" in self._outcomes
        applies: bool | Unknown = True
        if rule.when is not None and not rule.when_per_item:
            try:
                applies = truth(rule.when(context, *values))
            except Exception as error:  # noqa: BLE001 - whatever a rule does, the others go on
                self._record(rule, self._own_scope(), values, "unknown", error, None)
                return
            if applies is False:
                return
        items = self._items(rule.each, values)
        if isinstance(items, Exception):
            self._record(rule, self._own_scope(), values, "unknown", items, None)
            return
        passed = 0
        for number, binding in enumerate(items.bindings):
            if binding.failure is None:
                outcome, detail = ask(rule, context, binding.values, applies)
            else:
                outcome, detail = undecided_item(binding.failure, applies)
            if outcome is None:
                continue
            if outcome == "pass" and not wanted:
                passed += 1
                continue
            scope = self._own_scope()
            inner, label = items.scope(number, scope), items.label(number, scope)
            self._record(rule, inner, binding.values, outcome, detail, label)
        if passed:
            self._passes[rule] = self._passes.get(rule, 0) + passed

    def _items(self, names: tuple[Each, ...], values: tuple[Value, ...]) -> Items | Exception:
        """The items that a rule is asked for; most rules about pods ask for the same ones, or for items of them."""
        found = self._bound.get(names)
        if found is None:
            found = self._bound[names] = self._new_items(names, values)
        return found

    def _new_items(self, names: tuple[Each, ...], values: tuple[Value, ...]) -> Items | Exception:
        outer = self._items(names[:-1], values) if len(names) > 1 else Items((), [Binding(values, (), None)])
        if isinstance(outer, Exception):
            return outer
        try:
            return Items(names, bindings(names[-1], self._context, outer.bindings))
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the others go on
            return error

    def _record(
        self,
        rule: CompiledRule,
        scope: Scope,
        values: tuple[Value, ...],
        outcome: Outcome,
        detail: Detail,
        item: str | None,
    ) -> None:
        resource, result = self._resource, self._result
        if outcome == "pass":
            self._passes[rule] = self._passes.get(rule, 0) + 1
            if outcome in self._outcomes:
                place = focus(rule, scope, outcome, {})
                result.verdicts.append(Verdict(rule.rule, resource, item, outcome, "", place))
            return
        key = (rule.rule.id, outcome)
        result.counts[key] = result.counts.get(key, 0) + 1
        redaction = self._redaction(rule, scope)
        quotes = may_quote(rule, self._context, redaction, detail)
        if isinstance(detail, Exception):
            result.problems.append(crash(rule, resource, detail, quotes))
        if outcome not in self._outcomes:
            return
        culprits = find_culprits(rule, self._context, values) if outcome == "fail" else {}
        place = focus(rule, scope, outcome, culprits)
        if outcome == "unknown":
            message = unknown_message(detail, quotes)
        else:
            message = self._failure_message(rule, values if redaction is None else redaction.values())
        reasons = because(rule, scope, outcome, culprits, redaction)
        hidden = () if redaction is None else redaction.places()
        result.verdicts.append(Verdict(rule.rule, resource, item, outcome, message, place, reasons, hidden))

    def _failure_message(self, rule: CompiledRule, values: tuple[Value, ...]) -> str:
        if self._shown is None:
            self._shown = shown_to_messages(self._context)
        return failure_message(rule, self._shown, values)

    def _redaction(self, rule: CompiledRule, scope: Scope) -> Redaction | None:
        """What the verdict may not show; None when it may show everything."""
        resource = self._resource
        needed = bool(rule.sensitive)
        needed |= not resource.plain and self._masks.holds(resource.attributes, holds_sensitive)
        for each in () if needed else rule.each:
            # What lies in the resource holds nothing that the resource does not.
            root = scope.roots.get(each.name)
            needed |= root is not None and root.path is None and self._masks.holds(root.value, holds_sensitive)
        return Redaction(rule, scope, self._masks) if needed else None
