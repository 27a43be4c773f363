from workbench.desk import desk
from workbench.intents import page

page.show(desk())
