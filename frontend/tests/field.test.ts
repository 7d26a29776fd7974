import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOf, withZone, type Stamp } from "@web/field/clock";
import * as crypt from "@web/field/crypt";
import { newId } from "@web/field/ids";
import { judge, plain, recognised } from "@web/field/meters";
import { applied } from "@web/field/project";
import { asked, isDone, isShut, missing, nextStep, outside, same, written } from "@web/field/steps";
import type { Order, Step, StockMeter } from "@web/field/types";
import { typedNumber } from "@web/field/words";

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id, group: "", kind: "check", label: id, help: "", needed: true, unit: "", min: null, max: null, options: [], after: null, default: null,
  ...more,
});

const order = (more: Partial<Order> = {}): Order => ({
  id: "o", number: "A-1", revision: 1, status: "planned", kind: "change", kind_name: "", address: "", unit: "", postcode: "", place: "",
  latitude: null, longitude: null, planned_from: null, planned_until: null, contacts: [], access_note: "", note: "",
  grid_company: { name: "", control_room_phone: "" }, notice: null, files: [], grid_values: [],
  meter: {
    old_number: "44000019", reserved_number: "44000453", network_system: "it_230", phases: 3, metering_kind: "", ct_ratio: "",
    others: [{ number: "44000026", unit: "H0102" }],
  },
  steps: [], answers: {}, photos: [], deviations: [], deviation_kinds: [], conflicts: [], declaration: null, missed_reasons: [],
  ...more,
});

const STOCK: StockMeter[] = [
  { number: "44000453", kind: "", phases: 3, place: "Bilen", reserved_for: "A-1" },
  { number: "44000460", kind: "", phases: 3, place: "Bilen", reserved_for: null },
  { number: "44000477", kind: "", phases: 1, place: "Lageret", reserved_for: null },
  { number: "44000484", kind: "", phases: 3, place: "Lageret", reserved_for: "A-2" },
];

test("a meter's number is told at once whose it is", () => {
  const say = (typed: string): string => {
    const found = judge(typed, order(), step("new_meter", { kind: "meter" }), STOCK);
    return found ? `${found.tone} ${found.text}` : "";
  };
  assert.equal(say(""), "");
  assert.equal(say("4400 0026"), "bad meter_of");
  assert.equal(say("44000019"), "bad meter_is_old");
  assert.equal(say("44000453"), "good meter_reserved");
  assert.equal(say("44000460"), "good meter_in_stock");
  assert.equal(say("44000477"), "bad meter_phases");
  assert.equal(say("44000484"), "warn meter_reserved_other");
  assert.equal(say("99"), "warn meter_unknown");
  const taken = order({ meter: { ...order().meter!, taken_number: "99" } });
  assert.equal(judge("99", taken, step("new_meter", { kind: "meter" }), STOCK)?.text, "meter_taken");
  assert.equal(say("44x"), "bad meter_digits");
  assert.equal(plain(" 44-00.0019 "), "44000019");
});

test("what is read in a photo is said only where it is somebody's", () => {
  assert.equal(recognised("44000026", order())?.tone, "bad");
  assert.equal(recognised("44000019", order())?.tone, "good");
  assert.equal(recognised("123", order()), null);
});

test("a step is asked where its question was answered so, and not where that one is not asked", () => {
  const steps = [
    step("a", { kind: "choice" }),
    step("b", { after: { step: "a", is: "yes" } }),
    step("c", { after: { step: "b", is: true } }),
  ];
  const ids = (answers: Order["answers"]): string => asked(order({ steps, answers })).map((one) => one.id).join("");
  const given = (value: string | boolean) => ({ value, at: "", by: "" });
  assert.equal(ids({}), "a");
  assert.equal(ids({ a: given("yes") }), "ab");
  assert.equal(ids({ a: given("yes"), b: given(true) }), "abc");
  assert.equal(ids({ a: given("no"), b: given(true) }), "a");
});

test("what is needed and not done is missing; what may be left out is passed by", () => {
  const steps = [step("a", { kind: "photo" }), step("b", { kind: "photo", needed: false }), step("c")];
  const refused = order({ steps, photos: [{ id: "1", step: "a", state: "refused", href: "" }] });
  assert.deepEqual(missing(refused).map((one) => one.id), ["a", "c"]);
  const taken = order({ steps, photos: [{ id: "1", step: "a", state: "coming", href: "" }] });
  assert.ok(isDone(taken, steps[0]!));
  assert.equal(nextStep(taken, [])?.id, "b");
  assert.equal(nextStep(taken, ["b"])?.id, "c");
});

test("what was done here is laid over what the server has", () => {
  const conflict = { step: "a", theirs: { value: 1, at: "", by: "Ola" }, mine: { value: 2, at: "", by: "" } };
  const before = order({ conflicts: [conflict], answers: { a: conflict.theirs } });
  const after = applied(before, { kind: "answer", data: { answers: { a: { value: 2, base: 1 } } } }, "now", "Kari");
  assert.deepEqual(after.answers["a"], { value: 2, at: "now", by: "Kari" });
  assert.deepEqual([after.conflicts, after.status], [[], "started"]);
  assert.equal(applied(after, { kind: "answer", data: { answers: { a: { value: null, base: 2 } } } }, "", "").answers["a"], undefined);
  assert.deepEqual(before.answers["a"]?.value, 1);
});

test("values are the same by what they are, not by the order they were written in", () => {
  assert.ok(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }));
  assert.ok(!same(["P-1"], ["P-1", "P-2"]));
  assert.ok(!same(null, 0));
});

test("numbers are read as Norwegians type them, and said with their limits", () => {
  assert.deepEqual(["48 212", "229,5", "0", "-3"].map(typedNumber), [48212, 229.5, 0, -3]);
  assert.ok(["", "1,2,3", "x", "1e5"].every((text) => Number.isNaN(typedNumber(text))));
  const volts = step("v", { min: 207, max: 253, unit: "V" });
  assert.deepEqual([outside(volts, 230), outside(volts, 190)], ["", "outside"]);
  assert.equal(written(step("v", { unit: "V" }), { "L1-L2": 231 }), "L1\u2011L2\u00a0231\u00a0V");
});

test("an id is a UUIDv7, sorted by its time", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(newId(1_000) < newId(2_000));
});

test("a clock that was set back in the middle does not move what was done", () => {
  const noted: Stamp = { wall: 10_000_000, steady: 1_000, run: "a" };
  const later = (wall: number, steady: number, run = "a"): number => momentOf(noted, { wall, steady, run }).getTime();
  assert.equal(later(10_060_000, 61_000), 10_000_000);
  assert.equal(later(10_600_000, 61_000), 10_000_000); // slept: the count stands still meanwhile
  assert.equal(later(6_460_000, 61_000), 6_400_000); // an hour back: sixty seconds ago all the same
  assert.equal(later(6_460_000, 5_000, "b"), 6_460_000); // another run: never later than now
  assert.match(withZone(new Date(0)), /^19(70|69)-.*[+-]\d\d:\d\d$/);
});

test("what is sealed opens with the PIN only, as what it was sealed as", async () => {
  const fresh = await crypt.makeKey();
  const wrapped = await crypt.wrapByPin(fresh, "258014");
  assert.equal(wrapped.rounds, crypt.ROUNDS);
  assert.ok(crypt.ROUNDS >= 600_000);
  const key = await crypt.unwrapByPin(wrapped, "258014");
  assert.ok(key && !key.extractable);
  assert.equal(await crypt.unwrapByPin(wrapped, "258015"), null);
  const sealed = await crypt.seal(key, { reading: 48212 }, "op 1");
  assert.deepEqual(await crypt.open(key, sealed, "op 1"), { reading: 48212 });
  await assert.rejects(crypt.open(key, sealed, "op 2"));
  assert.ok(!(await crypt.closed(fresh)).extractable);
});

test("what needs voltage waits until the installation may have it", () => {
  const steps = [step("a"), step("volts", { live: true }), step("c")];
  const gate = (may: boolean): Order["energise"] => ({ asked: true, may, why_not: may ? [] : ["Kunden har ikke strømavtale."] });
  const shut = order({ steps, energise: gate(false), answers: { a: { value: true, at: "", by: "" } } });
  assert.equal(nextStep(shut, [])?.id, "c");
  const last = { ...shut, answers: { ...shut.answers, c: { value: true, at: "", by: "" } } };
  assert.equal(nextStep(last, [])?.id, "volts");
  assert.equal(isShut(last, steps[1]!), true);
  assert.equal(nextStep({ ...shut, energise: gate(true) }, [])?.id, "volts");
});
