from workbench.data import page
from workbench.desk import desk

page.show(desk())
