import { expect, it } from "vitest";
import { ApiError } from "../../api/client";
import { faultOf, placed } from "./fault";

it.each([
  ["$.contact_centers.desk.time_zone: “Mars” is not a time zone. Use an IANA name.", "time_zone", "“Mars” is not a time zone. Use an IANA name."],
  ["$.addresses['+44abc']: A number is written in E.164.", "key", "A number is written in E.164."],
  ["$.users['anna'].memberships.desk: “desk” has no skill “x”.", "memberships.desk", "“desk” has no skill “x”."],
  ["$.tenant.time_zone: “Mars” is not a time zone.", "time_zone", "“Mars” is not a time zone."],
  ["$.tenant.licences['Sales']: “Sales” is not a name.", "licences", "“Sales” is not a name."],
  ["$.users['anna'].licences: All 1 licences of “salesforce” are given.", "licences", "All 1 licences of “salesforce” are given."],
  ["Expected `float` <= 100.0 - at `$.service_level.goal`. Write it so.", "service_level.goal", "Expected `float` <= 100.0. Write it so."],
  ["Expected `int` <= 100 - at `$.memberships[...][...]`. Write it so.", "memberships", "Expected `int` <= 100. Write it so."],
  ["Skill “dutch” of “appointments” is held: user anna.", "", "Skill “dutch” of “appointments” is held: user anna."],
])("%s", (said, field, text) => expect(placed(said)).toEqual({ field, text }));

it("tells what somebody else changed, and a second link at the link", () => {
  expect(faultOf(new ApiError(412, "stale_base", "changed"))).toEqual({ field: "", text: "changed", stale: true });
  expect(faultOf(new ApiError(409, "address_linked", "linked"))).toEqual({ field: "link", text: "linked", stale: false });
});
