from workbench.desk import desk
from workbench.proposals import page

page.show(desk())
