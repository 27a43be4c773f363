from workbench.desk import desk
from workbench.exporting import page

page.show(desk())
