/** The shapes of the field protocol, as docs/field-sync.md has them. */

export type Value = string | number | boolean | readonly string[] | Readonly<Record<string, number>>;

export type StepKind = "check" | "choice" | "text" | "number" | "meter" | "seal" | "voltages" | "photo";

export interface Step {
  readonly id: string;
  readonly group: string;
  readonly kind: StepKind;
  readonly label: string;
  readonly help: string;
  readonly needed: boolean;
  readonly unit: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly after: { readonly step: string; readonly is: Value } | null;
  readonly default: Value | null;
  /** The kind of deviation that is offered where the answer is out of bounds. */
  readonly fault?: string;
  /** There must be voltage for it. */
  readonly live?: boolean;
}

export interface Answer {
  readonly value: Value | null;
  readonly at: string;
  readonly by: string;
}

export interface OrderPhoto {
  readonly id: string;
  readonly step: string;
  readonly state: "coming" | "here" | "refused";
  readonly href: string;
}

export type Severity = "minor" | "serious" | "dangerous";

export interface Deviation {
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly text: string;
  readonly photos: readonly string[];
  readonly state?: string;
}

export interface Conflict {
  readonly step: string;
  readonly theirs: Answer;
  readonly mine: Answer;
}

export interface Named {
  readonly code: string;
  readonly name: string;
}

export interface DeviationKind extends Named {
  readonly severity?: Severity;
}

export interface Fact {
  readonly term: string;
  readonly value: string;
}

export interface Attached {
  readonly id: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly href: string;
}

export interface OrderMeter {
  readonly old_number: string;
  readonly reserved_number: string;
  /** The new meter's number where it stands at another metering point. */
  readonly taken_number?: string;
  readonly network_system: string;
  readonly phases: number | null;
  readonly metering_kind: string;
  readonly ct_ratio: string;
  readonly others: readonly { readonly number: string; readonly unit: string }[];
}

export type Status =
  "unplanned" | "offered" | "planned" | "started" | "missed" | "reported" | "returned" | "accepted" | "cancelled";

export interface Order {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  readonly status: Status;
  readonly kind: string;
  readonly kind_name: string;
  readonly address: string;
  readonly unit: string;
  readonly postcode: string;
  readonly place: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly planned_from: string | null;
  readonly planned_until: string | null;
  readonly contacts: readonly { readonly role: string; readonly name: string; readonly mobile: string }[];
  readonly access_note: string;
  readonly note: string;
  /** What the planner or the grid company said when it came back. */
  readonly remarks?: string;
  /** Whether the installation may get voltage with this order, and in words why not. */
  readonly energise?: { readonly asked: boolean; readonly may: boolean; readonly why_not: readonly string[] | string };
  readonly grid_company: { readonly name: string; readonly control_room_phone: string };
  readonly notice: {
    readonly id: string;
    readonly number: string;
    readonly types: readonly string[];
    readonly facts: readonly Fact[];
  } | null;
  readonly files: readonly Attached[];
  readonly grid_values: readonly Fact[];
  readonly meter: OrderMeter | null;
  readonly steps: readonly Step[];
  readonly answers: Readonly<Record<string, Answer>>;
  readonly photos: readonly OrderPhoto[];
  readonly deviations: readonly Deviation[];
  readonly deviation_kinds: readonly DeviationKind[];
  readonly conflicts: readonly Conflict[];
  readonly declaration: { readonly title: string; readonly text: string; readonly may_sign: boolean } | null;
  readonly missed_reasons: readonly Named[];
}

export interface StockMeter {
  readonly number: string;
  readonly kind: string;
  readonly phases: number | null;
  readonly place: string;
  readonly reserved_for: string | null;
}

export interface Changes {
  readonly items: readonly { readonly id: string; readonly gone: boolean; readonly order: Order | null }[];
  readonly next: string;
  readonly more: boolean;
  readonly meters?: readonly StockMeter[];
}

/** What each kind of operation carries. */
export interface Doings {
  start: Record<string, never>;
  answer: { answers: Record<string, { value: Value | null; base: Value | null }> };
  photo: { id: string; step: string; taken_at: string; size: number; sha256: string; name: string };
  remove_photo: { id: string };
  deviation: { id: string; kind: string; severity: Severity; text: string; photos: string[] };
  remove_deviation: { id: string };
  missed: { reason: string; text: string };
  report: { signature: Signature | null; text: string };
}

export type Kind = keyof Doings;

export interface Signature {
  readonly name: string;
  readonly strokes: readonly (readonly (readonly [number, number])[])[];
}

/** One operation, of whichever kind. */
export type Doing = { [K in Kind]: { readonly kind: K; readonly data: Doings[K] } }[Kind];

export interface Result {
  readonly id: string;
  readonly number: number;
  readonly outcome: "done" | "conflict" | "refused" | "held";
  readonly message: string;
  readonly conflicts: readonly Conflict[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly company: string;
}
