from workbench.desk import desk
from workbench.steps import Step

desk().go(Step.DATA)
