resource	"aws_instance"	"tabbed"	{
	ami	=	"ami-1"
	tags	=	{
		a	=	1
		b=2
	}
      indented_oddly    =      true
no_indent=false
  list=[1,2,3]
	call=f(1,2)
}
resource"x""y"{
a=1
}



locals{a=1}
