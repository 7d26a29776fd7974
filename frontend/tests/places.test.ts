import assert from "node:assert/strict";
import { test } from "node:test";
import { phoneText } from "@web/field/places";

test("a Norwegian number is written as Norwegians do, another is left alone", () => {
  assert.equal(phoneText("+4791234567"), "912 34 567");
  assert.equal(phoneText("41234567"), "412 34 567");
  assert.equal(phoneText("+4773123456"), "73 12 34 56");
  assert.equal(phoneText("+46701234567"), "+46701234567");
  assert.equal(phoneText(""), "");
});
