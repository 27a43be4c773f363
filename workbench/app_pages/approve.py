from workbench.approve import page
from workbench.desk import desk

page.show(desk())
