from workbench.desk import desk
from workbench.regenerate import page

page.show(desk())
