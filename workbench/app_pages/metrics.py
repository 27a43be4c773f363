from workbench.desk import desk
from workbench.metrics import page

page.show(desk())
