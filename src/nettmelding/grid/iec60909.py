"""The sums of IEC 60909-0:2016 that low voltage needs, far from generators and with motors left out.

Impedances are complex, in Ω; voltages between phases in V; currents in kA (initial symmetrical short-circuit current Ik'').
Clauses in the docstrings are of IEC 60909-0:2016.
"""

from enum import Enum
from math import pi, sqrt

ALPHA = 0.004
"""Change of resistance with temperature, 1/K, for copper and aluminium (6.4, from 20 °C)."""

FREQUENCY_HZ = 50.0

STANDARD = "IEC 60909-0:2016"


class Tolerance(Enum):
    """How far the low voltage may be above its nominal value: decides the voltage factors (table 1)."""

    SIX = "6 %"
    TEN = "10 %"

    @property
    def c_max(self) -> float:
        return 1.05 if self is Tolerance.SIX else 1.10

    @property
    def c_min(self) -> float:
        return 0.95 if self is Tolerance.SIX else 0.90


C_MAX_MV, C_MIN_MV = 1.10, 1.00
"""Voltage factors above 1 kV (table 1)."""


def warmed(r_ohm: float, temperature_c: float) -> float:
    """Resistance at `temperature_c`, from that at 20 °C (6.4)."""
    return r_ohm * (1 + ALPHA * (temperature_c - 20))


def source_impedance(u_kv: float, sk_mva: float, rx_ratio: float, c: float) -> complex:
    """Z_Q = c U² / Sk'' of the grid above, Ω at its own voltage (6.2)."""
    z = c * u_kv**2 / sk_mva
    x = z / sqrt(1 + rx_ratio**2)
    return complex(rx_ratio * x, x)


def transformer_impedance(sn_kva: float, uk_percent: float, pk_kw: float, u2_kv: float) -> complex:
    """Z_T seen from the low-voltage side, Ω, without its correction factor (6.3.1). Raises ValueError where the losses are more
    than the short-circuit voltage has room for."""
    base = (u2_kv * 1000) ** 2 / (sn_kva * 1000)
    z, r = uk_percent / 100 * base, pk_kw / sn_kva * base
    if not 0 <= r < z:
        raise ValueError("load losses do not fit the short-circuit voltage")
    return complex(r, sqrt(z**2 - r**2))


def transformer_correction(z: complex, sn_kva: float, u2_kv: float, c_max: float) -> float:
    """K_T = 0.95 c_max / (1 + 0.6 x_T), for the largest current only (6.3.3)."""
    relative = z.imag * sn_kva * 1000 / (u2_kv * 1000) ** 2
    return 0.95 * c_max / (1 + 0.6 * relative)


def three_phase_ka(c: float, u_v: float, z1: complex) -> float:
    """Ik3 = c U / (√3 |Z1|) (7.2.1, equation 33)."""
    return c * u_v / (sqrt(3) * abs(z1)) / 1000


def two_phase_ka(c: float, u_v: float, z1: complex) -> float:
    """Ik2 = c U / |2 Z1|, with Z2 = Z1 far from generators (7.3)."""
    return c * u_v / abs(2 * z1) / 1000


def one_phase_ka(c: float, u_v: float, z1: complex, z0: complex) -> float:
    """Ik1 = √3 c U / |2 Z1 + Z0| (7.5)."""
    return sqrt(3) * c * u_v / abs(2 * z1 + z0) / 1000


def cos_phi(z: complex) -> float:
    """cos φ of the short-circuit current: R/Z."""
    return z.real / abs(z)


def earth_fault_it_a(u_v: float, c0_nf: float) -> float:
    """First earth fault in a system that is not earthed, A: √3 U ω C0, C0 being the capacitance of a phase to earth of all
    that hangs together galvanically, nF. The impedance of the fault's way is nothing beside it."""
    return sqrt(3) * u_v * 2 * pi * FREQUENCY_HZ * c0_nf * 1e-9


def earth_fault_tt_a(c: float, u_v: float, z1: complex, earth_ohm: float) -> float:
    """Earth fault in a TT system, A: the phase's impedance and both earth electrodes in a row (NEK 400 411.5)."""
    return c * u_v / sqrt(3) / abs(z1 + earth_ohm)
