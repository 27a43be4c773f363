from workbench.desk import desk
from workbench.inbox import room

room.show(desk())
