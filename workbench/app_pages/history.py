from workbench.desk import desk
from workbench.history import page

page.show(desk())
