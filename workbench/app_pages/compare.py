from workbench.compare import page
from workbench.desk import desk

page.show(desk())
