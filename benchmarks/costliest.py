"""The costliest request of each experiment that its budget allows, found by trying the corners of its settings."""

COSTLIEST = {
    "activation-cost": "dtype=float64&functions=gelu,gelu-tanh,mish,selu,sinc,softplus&size=1000000",
    "activation-plot": "derivative=true&functions=gelu,mish,silu,sinc&range=20",
    "brightness-shift": "epochs=3&layers=3"
    "&models=gelu,gelu-augmented,gelu-no-bias,gelu-standardised&seeds=10&width=128",
    "composition": "depth=10",
    "counterexample": "epochs=60&model=cnn-augmented&seeds=10",
    "dead-relu": "hidden=gelu&learning_rates=0.0001,0.003,0.01,0.03,0.1,3&seeds=10",
    "linear-regions": "depth=20&seeds=10&width=210",
    "linear-vs-nonlinear": "dataset=digits&hidden=mish&layers=6&seeds=7&width=128",
    "max-pool": "epochs=60&seeds=10",
    "output-probability": "epochs=100&seeds=10&training_images=1347",
    "sigmoid-squash": "epochs=300&seeds=10",
    "units-needed": "hidden=gelu&seeds=10&task=spiral&widths=16,17,18,19,20,21,22,23",
    "universal-approximation": "hidden=relu&seeds=10&units=124,125,126,127,128",
    "vanishing-gradient": "depth=20&hidden=gelu,mish,selu,silu&seeds=10",
    "what-neurons-see": "hidden=gelu&seeds=10&what=maximise",
    "xor": "hidden=mish&seeds=10&units=8",
}
