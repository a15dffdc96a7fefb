"""One simulation per file. A new file `my_idea.py` is the simulation `my-idea`: it holds one constant, EXPERIMENT.

It needs Settings (what can be asked), compute (numbers only), draw (house style only), caption and alt text
(made from the numbers), and the four sentences for its page. Start from `activation_plot.py`, the shortest. The
question that `/sim … predict:true` asks first stands in a file of the same name in `sims/predictions/`.
"""
