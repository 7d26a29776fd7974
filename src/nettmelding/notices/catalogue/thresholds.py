"""The limits a grid company sets, by name, as conditions and texts use them
(`threshold.ct_metering_above_a`)."""

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """Defaults are what most companies' public guides say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    load_budget_above_a_230: float = Field(default=63, gt=0)
    """OV in A at 230 V above which a load budget is needed."""
    load_budget_above_a_400: float = Field(default=40, gt=0)
    """OV in A at 400 V above which a load budget is needed."""
    private_ov_common_a_230: float = Field(default=63, gt=0)
    """OV in A that a private home at 230 V gets without more."""
    private_ov_common_a_400: float = Field(default=40, gt=0)
    """OV in A that a private home at 400 V gets without more."""
    ct_metering_above_a: float = Field(default=80, gt=0)
    """OV in A above which metering is by current transformer."""
    ev_notice_above_a_single_phase: float = Field(default=20, gt=0)
    """Current in A of a single-phase charger above which a notice is needed."""
    ev_three_phase_limit_a: float = Field(default=16, gt=0)
    """Current in A per phase of a three-phase charger above which a notice is needed."""
    production_notice_above_w: float = Field(default=800, ge=0)
    """Production in W above which a notice is needed."""
    prosumer_limit_kw: float = Field(default=100, gt=0)
    """Largest feed-in of a prosumer in kW (NEM 1-3)."""
    heat_pump_notice_above_kw: float = Field(default=8, gt=0)
    """Power in kW of a heat pump or the like above which it counts as a demanding load."""
    reconnection_after_years: float = Field(default=3, gt=0)
    """Years without supply after which an installation needs a new check."""
