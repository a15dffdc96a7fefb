"""The table of activation functions: one row each, from its formula to where it comes from.

Formulas are LaTeX that matplotlib can set; a long one may be broken at a double backslash.
"""

from collections.abc import Mapping
from math import inf, pi

from sims import curves
from sims.activation import Activation, make_row

HE_2015 = "He, Zhang, Ren, Sun (2015), Delving Deep into Rectifiers, arXiv:1502.01852"
GELU_PAPER = "Hendrycks, Gimpel (2016), Gaussian Error Linear Units, arXiv:1606.08415"
MOBILENET_V3 = "Howard et al. (2019), Searching for MobileNetV3, arXiv:1905.02244"
THRESHOLDING = "Donoho, Johnstone (1994), Ideal spatial adaptation by wavelet shrinkage, Biometrika 81"

ROWS = (
    make_row(
        *("sigmoid", "Sigmoid", (curves.sigmoid, curves.sigmoid_slope)),
        *(r"\frac{1}{1 + e^{-z}}", r"g(z)\,(1 - g(z))", (0, 1)),
        "Cybenko (1989), Approximation by superpositions of a sigmoidal function, doi:10.1007/BF02551274",
    ),
    make_row(
        *("tanh", "tanh", (curves.tanh, curves.tanh_slope)),
        *(r"\frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}", r"1 - g(z)^2", (-1, 1)),
        "LeCun, Bottou, Orr, Müller (1998), Efficient BackProp",
        zero_centred=True,
    ),
    make_row(
        *("relu", "ReLU", (curves.relu, curves.relu_slope)),
        *(r"\max(0, z)", r"1 \text{ if } z > 0, \\ \text{else } 0", (0, inf)),
        "Nair, Hinton (2010), Rectified linear units improve restricted Boltzmann machines, ICML",
        corners=(0,),
        reaches=(True, False),
    ),
    make_row(
        *("leaky-relu", "Leaky ReLU", (curves.leaky_relu, curves.leaky_relu_slope)),
        *(r"\max(\alpha z, z)", r"1 \text{ if } z > 0, \\ \text{else } \alpha", (-inf, inf)),
        "Maas, Hannun, Ng (2013), Rectifier nonlinearities improve neural network acoustic models",
        parameters={"alpha": curves.LEAK},
        corners=(0,),
    ),
    make_row(
        *("prelu", "PReLU", (curves.prelu, curves.prelu_slope)),
        *(r"\max(\alpha z, z)", r"1 \text{ if } z > 0, \\ \text{else } \alpha"),
        (-inf, inf),
        HE_2015,
        parameters={"alpha": curves.PRELU_SLOPE},
        corners=(0,),
    ),
    make_row(
        *("elu", "ELU", (curves.elu, curves.elu_slope)),
        r"z \text{ if } z > 0, \\ \text{else } \alpha (e^{z} - 1)",
        r"1 \text{ if } z > 0, \\ \text{else } \alpha e^{z}",
        (-1, inf),
        "Clevert, Unterthiner, Hochreiter (2015), Exponential linear units, arXiv:1511.07289",
        parameters={"alpha": 1.0},
    ),
    make_row(
        *("selu", "SELU", (curves.selu, curves.selu_slope)),
        r"\lambda z \text{ if } z > 0, \\ \text{else } \lambda \alpha (e^{z} - 1)",
        r"\lambda \text{ if } z > 0, \\ \text{else } \lambda \alpha e^{z}",
        (-curves.SELU_SCALE * curves.SELU_ALPHA, inf),
        "Klambauer, Unterthiner, Mayr, Hochreiter (2017), Self-normalizing networks, arXiv:1706.02515",
        parameters={"lambda": curves.SELU_SCALE, "alpha": curves.SELU_ALPHA},
        corners=(0,),
    ),
    make_row(
        *("celu", "CELU", (curves.elu, curves.elu_slope)),
        r"\max(0, z) \\ + \min(0, \alpha (e^{z / \alpha} - 1))",
        r"1 \text{ if } z > 0, \\ \text{else } e^{z / \alpha}",
        (-1, inf),
        "Barron (2017), Continuously differentiable exponential linear units, arXiv:1704.07483",
        parameters={"alpha": 1.0},
    ),
    make_row(
        *("gelu", "GELU", (curves.gelu, curves.gelu_slope)),
        *(r"z\,\Phi(z)", r"\Phi(z) + z\,\varphi(z)"),
        (-0.16997120747990369, inf),
        GELU_PAPER,
        monotone=False,
        reaches=(True, False),
    ),
    make_row(
        *("gelu-tanh", "GELU (tanh form)", (curves.gelu_tanh, curves.gelu_tanh_slope)),
        r"\tfrac{z}{2}\,(1 + \tanh u), \\ u = \sqrt{2 / \pi}\,(z + \beta z^3)",
        r"\tfrac{1}{2}\,(1 + \tanh u) \\ + \tfrac{z}{2}\,(1 - \tanh^2 u)\,u', \\ "
        r"u' = \sqrt{2 / \pi}\,(1 + 3 \beta z^2)",
        (-0.17004075057125395, inf),
        GELU_PAPER,
        monotone=False,
        parameters={"beta": curves.TANH_GELU_CUBIC},
        reaches=(True, False),
    ),
    make_row(
        *("silu", "SiLU (Swish)", (curves.silu, curves.silu_slope)),
        *(r"z\,\sigma(z)", r"\sigma(z) + z\,\sigma(z)\,(1 - \sigma(z))", (-0.27846454276107380, inf)),
        "Elfwing, Uchibe, Doya (2017), Sigmoid-weighted linear units, arXiv:1702.03118",
        monotone=False,
        reaches=(True, False),
    ),
    make_row(
        *("mish", "Mish", (curves.mish, curves.mish_slope)),
        *(r"z\,\tanh(\ln(1 + e^{z}))", r"\tanh s \\ + z\,(1 - \tanh^2 s)\,\sigma(z), \\ s = \ln(1 + e^{z})"),
        (-0.3088434130172504, inf),
        "Misra (2019), Mish, arXiv:1908.08681",
        monotone=False,
        reaches=(True, False),
    ),
    make_row(
        *("softplus", "Softplus", (curves.softplus, curves.sigmoid)),
        *(r"\ln(1 + e^{z})", r"\sigma(z)", (0, inf)),
        "Dugas, Bengio, Bélisle, Nadeau, Garcia (2000), Incorporating second-order functional knowledge, NIPS 13",
    ),
    make_row(
        *("softsign", "Softsign", (curves.softsign, curves.softsign_slope)),
        *(r"\frac{z}{1 + |z|}", r"\frac{1}{(1 + |z|)^2}", (-1, 1)),
        "Glorot, Bengio (2010), Understanding the difficulty of training deep feedforward networks, AISTATS",
        zero_centred=True,
    ),
    make_row(
        *("hard-sigmoid", "Hard sigmoid", (curves.hard_sigmoid, curves.hard_sigmoid_slope)),
        *(
            r"\min(1, \max(0, \tfrac{z}{6} + \tfrac{1}{2}))",
            r"\tfrac{1}{6} \text{ if } |z| < 3, \\ \text{else } 0",
            (0, 1),
        ),
        MOBILENET_V3,
        corners=(-3, 3),
        reaches=(True, True),
    ),
    make_row(
        *("hard-tanh", "Hard tanh", (curves.hard_tanh, curves.hard_tanh_slope)),
        *(r"\min(1, \max(-1, z))", r"1 \text{ if } |z| < 1, \\ \text{else } 0", (-1, 1)),
        "Collobert (2004), Large scale machine learning, thesis, Université Paris VI",
        zero_centred=True,
        corners=(-1, 1),
        reaches=(True, True),
    ),
    make_row(
        *("hard-swish", "Hard swish", (curves.hard_swish, curves.hard_swish_slope)),
        r"z\,\min(1, \max(0, \tfrac{z}{6} + \tfrac{1}{2}))",
        r"\tfrac{z}{3} + \tfrac{1}{2} \text{ if } |z| < 3, \\ 1 \text{ above}, 0 \text{ below}",
        (-0.375, inf),
        MOBILENET_V3,
        monotone=False,
        corners=(-3, 3),
        reaches=(True, False),
    ),
    make_row(
        *("relu6", "ReLU6", (curves.relu6, curves.relu6_slope)),
        *(r"\min(6, \max(0, z))", r"1 \text{ if } 0 < z < 6, \\ \text{else } 0", (0, 6)),
        "Howard et al. (2017), MobileNets, arXiv:1704.04861",
        corners=(0, 6),
        reaches=(True, True),
    ),
    make_row(
        *("squared-relu", "Squared ReLU", (curves.squared_relu, curves.squared_relu_slope)),
        *(r"\max(0, z)^2", r"2\,\max(0, z)", (0, inf)),
        "So et al. (2021), Primer: searching for efficient transformers, arXiv:2109.08668",
        reaches=(True, False),
    ),
    make_row(
        *("exponential", "Exponential", (curves.exponential, curves.exponential)),
        *(r"e^{z}", r"e^{z}", (0, inf)),
        "Keras documentation, Layer activation functions",
    ),
    make_row(
        *("arctan", "Arctan", (curves.arctan, curves.arctan_slope)),
        *(r"\arctan z", r"\frac{1}{1 + z^2}", (-pi / 2, pi / 2)),
        "Wikipedia, Activation function",
        zero_centred=True,
    ),
    make_row(
        *("gaussian", "Gaussian", (curves.gaussian, curves.gaussian_slope)),
        *(r"e^{-z^2}", r"-2 z e^{-z^2}", (0, 1)),
        "Broomhead, Lowe (1988), Radial basis functions, Complex Systems 2",
        monotone=False,
        reaches=(False, True),
    ),
    make_row(
        *("sinc", "Sinc", (curves.sinc, curves.sinc_slope)),
        *(r"\frac{\sin z}{z}", r"\frac{\cos z}{z} - \frac{\sin z}{z^2}", (-0.21723362821122164, 1)),
        "Wikipedia, Activation function",
        monotone=False,
        reaches=(True, True),
    ),
    make_row(
        *("sine", "Sine", (curves.sine, curves.sine_slope)),
        *(r"\sin z", r"\cos z", (-1, 1)),
        "Sitzmann et al. (2020), Implicit neural representations with periodic activations, arXiv:2006.09661",
        zero_centred=True,
        monotone=False,
        reaches=(True, True),
    ),
    make_row(
        *("snake", "Snake", (curves.snake, curves.snake_slope)),
        *(r"z + \tfrac{1}{a}\,\sin^2(a z)", r"1 + \sin(2 a z)", (-inf, inf)),
        "Ziyin, Hartwig, Ueda (2020), Neural networks fail to learn periodic functions, arXiv:2006.08195",
        parameters={"a": curves.SNAKE_FREQUENCY},
    ),
    make_row(
        *("square", "Square", (curves.square, curves.square_slope)),
        *(r"z^2", r"2 z", (0, inf)),
        "Livni, Shalev-Shwartz, Shamir (2014), On the computational efficiency of training, arXiv:1410.1141",
        monotone=False,
        reaches=(True, False),
    ),
    make_row(
        *("cube", "Cube", (curves.cube, curves.cube_slope)),
        *(r"z^3", r"3 z^2", (-inf, inf)),
        "Chen, Manning (2014), A fast and accurate dependency parser using neural networks, EMNLP",
        zero_centred=True,
    ),
    make_row(
        *("identity", "Identity (linear)", (curves.identity, curves.identity_slope)),
        *(r"z", r"1", (-inf, inf)),
        "Goodfellow, Bengio, Courville (2016), Deep Learning, section 6.3",
        zero_centred=True,
    ),
    make_row(
        *("step", "Step", (curves.step, curves.flat_slope)),
        *(r"1 \text{ if } z \geq 0, \\ \text{else } 0", r"0 \text{ (none at } z = 0)", (0, 1)),
        "Rosenblatt (1958), The perceptron, Psychological Review 65",
        corners=(0,),
        image="{0, 1}",
    ),
    make_row(
        *("sign", "Sign", (curves.sign, curves.flat_slope)),
        *(r"z / |z|, \\ 0 \text{ at } z = 0", r"0 \text{ (none at } z = 0)", (-1, 1)),
        "Hubara et al. (2016), Binarized neural networks, arXiv:1602.02830",
        zero_centred=True,
        corners=(0,),
        image="{−1, 0, 1}",
    ),
    make_row(
        *("hard-shrink", "Hard shrink", (curves.hard_shrink, curves.hard_shrink_slope)),
        *(r"z \text{ if } |z| > \lambda, \\ \text{else } 0", r"1 \text{ if } |z| > \lambda, \\ \text{else } 0"),
        (-inf, inf),
        THRESHOLDING,
        zero_centred=True,
        parameters={"lambda": curves.SHRINK},
        corners=(-curves.SHRINK, curves.SHRINK),
        image="0 and |g| > 0.5",
    ),
    make_row(
        *("soft-shrink", "Soft shrink", (curves.soft_shrink, curves.hard_shrink_slope)),
        *(r"z - \min(\lambda, \max(-\lambda, z))", r"1 \text{ if } |z| > \lambda, \\ \text{else } 0"),
        (-inf, inf),
        THRESHOLDING,
        zero_centred=True,
        parameters={"lambda": curves.SHRINK},
        corners=(-curves.SHRINK, curves.SHRINK),
    ),
    make_row(
        *("tanh-shrink", "Tanh shrink", (curves.tanh_shrink, curves.tanh_shrink_slope)),
        *(r"z - \tanh z", r"\tanh^2 z", (-inf, inf)),
        "PyTorch documentation, torch.nn.Tanhshrink",
        zero_centred=True,
    ),
)

ACTIVATIONS: Mapping[str, Activation] = {row.name: row for row in ROWS}
NAMES = tuple(ACTIVATIONS)
