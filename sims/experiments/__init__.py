"""One simulation per file. A new file `my_idea.py` is the simulation `my-idea`: it holds one constant, EXPERIMENT.

It needs Settings (what can be asked), compute (numbers only), draw (house style only), caption and alt text
(made from the numbers), and the sentences for its page and the gallery; it may offer a linear twin, and frames of an
animation. Draw with the colours of `figures.py`: the dark card follows by itself. Start from `activation_plot.py`, the
shortest; then `make gallery`. The question that `/sim … predict:true` asks first stands in a file of the same name in
`sims/predictions/`.
"""
