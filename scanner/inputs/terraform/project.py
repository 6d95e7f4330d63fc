"""Terraform directories to a resource graph: which are root modules, evaluate each once, adapt, link."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from scanner.inputs.files import Tree, read_source
from scanner.inputs.terraform.adapt import origin_of, resource_of
from scanner.inputs.terraform.checks import Checks
from scanner.inputs.terraform.configuration import Configuration
from scanner.inputs.terraform.evaluate.evaluation import Evaluation
from scanner.inputs.terraform.evaluate.files import ModuleFiles
from scanner.inputs.terraform.evaluate.modules import ModuleInstance
from scanner.inputs.terraform.evaluate.references import Tracer
from scanner.inputs.terraform.evaluate.resources import ResourceInstance
from scanner.inputs.terraform.evaluate.variables import Given
from scanner.inputs.terraform.links import link
from scanner.inputs.terraform.options import Assignments, Environment, Options
from scanner.inputs.terraform.sources import Modules
from scanner.inputs.terraform.syntax import parse, parse_json, parse_variables
from scanner.inputs.terraform.syntax.tree import File
from scanner.inputs.terraform.variable_files import automatic_files, root_inputs
from scanner.model.origins import Origin
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph


class Project:
    """The module directories of one tree, evaluated into one graph."""

    def __init__(self, tree: Tree, options: Options) -> None:
        self.graph = ResourceGraph()
        self.options = options
        self.modules = Modules(tree, self._parse)
        self._evaluated: list[Configuration] = []
        self._reported: set[tuple[object, ...]] = set()
        self._checks = Checks()

    def load(
        self,
        directories: Mapping[str, list[str]],
        advance: Callable[[str], None],
        only: Callable[[str], bool],
    ) -> ResourceGraph:
        """Reads the directories, with their files, and evaluates the root modules among them that `only` chooses."""
        for directory, files in directories.items():
            self.modules.configuration(os.path.normpath(directory), files)
        for root in self.roots():
            if only(root.directory):
                advance(root.directory)
                for environment in self.options.of_root(root.directory):
                    self.evaluate(root, environment)
        return self.finish()

    def _parse(self, path: str) -> File | Problem:
        source = read_source(path)
        if isinstance(source, Problem):
            return source
        self.graph.sources[source.path] = source
        file = parse_json(source) if path.endswith(".json") else parse(source)
        self.graph.comments += file.comments
        return file

    def _variables(self, path: str) -> File | Problem:
        source = read_source(path)
        if isinstance(source, Problem):
            return source
        self.graph.sources[source.path] = source
        return parse_variables(source, path.endswith(".json"))

    def roots(self) -> list[Configuration]:
        """Directories that nobody calls, or that say themselves that Terraform is run in them.

        Where directories call each other in a circle, the first of each circle stands in.
        """
        every = {configuration.directory: configuration for configuration in self.modules.all()}
        calls = {directory: self.modules.called_directories(found) for directory, found in every.items()}
        called = {target for targets in calls.values() for target in targets}
        roots = [d for d in every if d not in called or _is_run(every[d])]
        reached: set[str] = set()
        for directory in [*roots, *every]:
            if directory in reached:
                continue
            if directory not in roots:
                roots.append(directory)
            pending = [directory]
            while pending:
                at = pending.pop()
                if at not in reached:
                    reached.add(at)
                    pending += [target for target in calls.get(at, []) if target in every]
        return [every[directory] for directory in sorted(roots)]

    def root_module(self, root: Configuration, environment: Environment | None = None) -> ModuleInstance:
        """The instance of a root module, of which nothing is worked out yet."""
        assignments, workspace = self.options.assignments, self.options.workspace
        if environment is not None:
            files = tuple(("var-file", path) for path in environment.var_files)
            assignments = Assignments((*files, *assignments.arguments), assignments.environment)
            workspace = environment.workspace or workspace
        evaluation = Evaluation(ModuleFiles(root.directory, self.modules.tree), workspace)
        inputs = root_inputs(root, assignments, self.modules.tree, self._variables, evaluation.problems)
        return ModuleInstance(evaluation, root, self.modules.resolve, Given(inputs))

    def evaluate(self, root: Configuration, environment: Environment | None = None) -> None:
        """Evaluates one root module, in one of its environments, and takes its resources into the graph."""
        module = self.root_module(root, environment)
        self._evaluated.append(root)
        name = None if environment is None else environment.name
        made: dict[ResourceInstance, Resource] = {}
        tracer = Tracer()
        pending = [module]
        circular = False
        while pending:
            at = pending.pop()
            self._module(at, origin_of(at, name), made, tracer)
            circular = circular or self._checks.is_circular(at)
            children = [
                child
                for name in at.configuration.calls
                for child in at.calls(name).instances.values()
                if isinstance(child, ModuleInstance)
            ]
            pending.extend(reversed(children))
        self.graph.resources += made.values()
        link(made, tracer, self.graph)
        self._take_problems(module.evaluation.problems)
        if not circular:
            self._take_problems(module.evaluation.circles)

    def _module(
        self, module: ModuleInstance, origin: Origin, made: dict[ResourceInstance, Resource], tracer: Tracer
    ) -> None:
        module.variables.hide_sensitive()
        module.variables.check_arguments()
        self._take_problems(self._checks.check(module))
        for key in module.configuration.resources:
            resource = module.resource(key)
            if resource is None or resource.mode == "ephemeral":
                continue
            for instance in resource.expansion().instances.values():
                made[instance] = resource_of(instance, origin, tracer)
        module.evaluate_rest()

    def _take_problems(self, problems: list[Problem]) -> None:
        """Problems once each: a module may be evaluated below several roots."""
        for problem in problems:
            key = (problem.what, problem.file, problem.place)
            if key not in self._reported:
                self._reported.add(key)
                self.graph.problems.append(problem)

    def _take_undeclared(self) -> None:
        """Reports values given by name on the command line that no root module declares a variable for."""
        for kind, given in self.options.assignments.arguments:
            name = given.partition("=")[0].strip()
            if kind == "var" and self._evaluated and not any(name in each.variables for each in self._evaluated):
                what = f'Value for undeclared variable: a variable named "{name}" was assigned on the command line'
                self._take_problems([Problem("error", "invalid", what, help="declare it or leave it out")])

    def finish(self) -> ResourceGraph:
        """The graph, with the problems of every file that was read."""
        self._take_undeclared()
        for configuration in self.modules.all():
            self._take_problems(configuration.problems)
        return self.graph


def _is_run(configuration: Configuration) -> bool:
    """Whether a directory that others call is also a root module of its own."""
    backends = ("backend", "cloud")
    if any(block.type in backends for settings in configuration.settings for block in settings.body.blocks):
        return True
    return bool(automatic_files(configuration.directory))


def load_text(text: str, name: str = "main.tf") -> ResourceGraph:
    """Evaluates one file's text as a root module of its own, with no files beside it."""
    project = Project(Tree(os.devnull), Options())
    source = Source(name, text)
    project.graph.sources[name] = source
    file = parse(source)
    project.graph.comments += file.comments
    from scanner.inputs.terraform.configuration import read_configuration

    project.evaluate(read := read_configuration(".", [name], lambda path: file))
    project._take_problems(read.problems)
    return project.graph
