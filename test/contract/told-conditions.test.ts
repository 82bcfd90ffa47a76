import { describe, expect, test } from 'vitest';
import { conditionsToldIn, type Listing } from '../../src/contract/infer/told-conditions.ts';

const listing: Listing = new Map<string, readonly unknown[]>([
  ['minutes', []],
  ['lat', []],
  ['lon', []],
  ['kind', ['delay', 'cancellation', 'gate_change']],
  ['vehicle', ['car', 'van', 'bicycle']],
  ['isPaid', [true, false]],
  ['decision', ['approved', 'rejected']],
]);

const told = (text: string, member: string | undefined = 'minutes'): readonly string[] =>
  conditionsToldIn(text, member, listing).map(
    (one) => `${one.member} ${one.rule} ${one.by} ${one.values?.map(String).join(',') ?? 'there'}`,
  );

describe('conditions that a text names', () => {
  test.each<readonly [string, readonly string[]]>([
    ['Required with `delay`; not allowed with `cancellation`.', ['minutes required kind delay', 'minutes forbidden kind cancellation']],
    ['A `delay` must come with `lat` and `lon`, because maps need both.', ['lat required kind delay', 'lon required kind delay']],
    [
      'Some rules depend on the `kind`: a `gate_change` needs `minutes`, `lat` and `lon`.',
      ['minutes required kind gate_change', 'lat required kind gate_change', 'lon required kind gate_change'],
    ],
    ['A `delay` must come with `lat` and `photo`.', []],
    ['`delay` is only told in numbers: `minutes` must be given (422).', ['minutes required kind delay']],
    ['A `van` is parked in the yard, so its `lat` is required.', ['lat required vehicle van']],
    ['Every `gate_change` is announced by the hour; `minutes` is mandatory (`422`).', ['minutes required kind gate_change']],
    ['A `delay` is measured – `minutes` has to be set.', ['minutes required kind delay']],
    ['1. `bicycle` riders go by the map: `lon` must be given (422).', ['lon required vehicle bicycle']],
    ['`delay` may be told in numbers: `minutes` must be given.', []],
    ['`delay` is not told in numbers: `minutes` must be given.', []],
    ['`delay` is told in numbers: `minutes` should be given.', []],
    ['`delay` is told in numbers: `minutes` must be given by the driver.', []],
    ['`delay` is told in numbers: `hours` must be given.', []],
    ['Only `delay` is told in numbers: `minutes` must be given.', []],
    ['`delay` is told in numbers if the line is busy: `minutes` must be given.', []],
    ['Required when `kind` is `delay`, but not for staff.', []],
    ['Required only when `kind` is `delay`, but never checked for drafts.', []],
    ['A `delay` may come with `lat` and `lon`.', []],
    ['Why. You must give it when you reject, and you may when you approve.', ['minutes required decision rejected']],
    ['- **Rejecting** needs `minutes`. We owe people that much.', ['minutes required decision rejected']],
    ['You must give it when you ask.', []],
    ['Approving or rejecting is final.', []],
    ['Required if `kind` is `delay`', ['minutes required kind delay']],
    ['Required when `kind` is `delay` or `gate_change`.', ['minutes required kind delay,gate_change']],
    ['Required if kind is delay, forbidden otherwise.', ['minutes required kind delay', 'minutes forbidden kind cancellation,gate_change']],
    ['Bicycles must have one.', ['minutes required vehicle bicycle']],
    ['A `van` needs one.', ['minutes required vehicle van']],
    ['Cars and vans have to give one (422).', ['minutes required vehicle car,van']],
    ['Drivers must have one.', []],
    ['Bicycles should have one.', []],
    ['Required if kind is delay, otherwise 422.', ['minutes required kind delay']],
    [
      'Required if kind is delay, otherwise not allowed.',
      ['minutes required kind delay', 'minutes forbidden kind cancellation,gate_change'],
    ],
    [
      'Needed for the kind `delay`; reports of other kinds must not have one',
      ['minutes required kind delay', 'minutes forbidden kind cancellation,gate_change'],
    ],
    [
      'Needed for `delay`, not allowed for the other kinds.',
      ['minutes required kind delay', 'minutes forbidden kind cancellation,gate_change'],
    ],
    ['Only for delays. Others must not have it.', ['minutes forbidden kind cancellation,gate_change']],
    ['Only for delays. Others may have it later.', []],
    ['Other reports must not have one.', []],
    ['Required if kind is delay, otherwise it is rejected.', ['minutes required kind delay']],
    ['Must be given if `kind` is `delay`; otherwise refused', ['minutes required kind delay']],
    ['Must be given if `kind` is `delay`; refused otherwise.', ['minutes required kind delay']],
    ['Required with `delay`; not allowed for other users.', ['minutes required kind delay']],
    ['Required with `delay`; must not be sent with other fields.', ['minutes required kind delay']],
    ['Minutes of the delay. Mandatory for `kind: delay`.', ['minutes required kind delay']],
    ['Minutes (required if `kind=delay`).', ['minutes required kind delay']],
    ['Minutes, required for delays.', ['minutes required kind delay']],
    ['Required for all but bicycles.', ['minutes required vehicle car,van']],
    ['Required for every vehicle. Kept in capitals.', []],
    ['Must be given unless `vehicle` is `bicycle`.', ['minutes required vehicle car,van']],
    ['Required unless `kind` is `cancellation`', ['minutes required kind delay,gate_change']],
    ['Must be given if `isPaid` is `true`.', ['minutes required isPaid true']],
    ['If `kind` is `delay`, this is required.', ['minutes required kind delay']],
    ['For `delay` it must be given.', ['minutes required kind delay']],
    ['Must not be sent with `cancellation`.', ['minutes forbidden kind cancellation']],
    ['Must be left out if `kind` is not `delay`.', ['minutes forbidden kind cancellation,gate_change']],
    ['Only allowed for `delay`.', ['minutes forbidden kind cancellation,gate_change']],
    ['May only be sent when `kind` is `delay`.', ['minutes forbidden kind cancellation,gate_change']],
    ['Only for `delay`, otherwise 422.', []],
    ['Only with `delay`; refused otherwise.', ['minutes forbidden kind cancellation,gate_change']],
    ['Required for `delay` reports (422).', ['minutes required kind delay']],
    ["Required when kind='delay'. How long it is.", ['minutes required kind delay']],
    ["Required when kind is 'delay' - the length of it", ['minutes required kind delay']],
    ['Required if `kind` is set to **delay**', ['minutes required kind delay']],
    ['required when kind=delay; must be a number', ['minutes required kind delay']],
    ['Required when `lon` is set. Defines the place.', ['minutes required lon there']],
    ['Required when isPaid is true', ['minutes required isPaid true']],
  ])('%s', (...[text, expected]) => {
    expect(told(text)).toEqual(expected);
  });

  const orders: Listing = new Map<string, readonly unknown[]>([
    ['voucher', []],
    ['berths', []],
    ['isPaid', [true, false]],
    ['seaworthy', [true, false]],
  ]);

  test.each<readonly [string, readonly string[]]>([
    ['By port. A boat that is not seaworthy cannot have any (422).', ['berths forbidden seaworthy false']],
    ['Boats that aren’t seaworthy may not have any.', ['berths forbidden seaworthy false']],
    ['An unseaworthy boat must not have berths.', ['berths forbidden seaworthy false']],
    ['Only seaworthy boats may have one.', ['berths forbidden seaworthy false']],
    ['Only boats that are seaworthy can have berths (422).', ['berths forbidden seaworthy false']],
    ['A seaworthy boat needs at least one.', ['berths required seaworthy true']],
    ['Paid orders must have one.', ['berths required isPaid true']],
    ['Not allowed for boats that are not seaworthy.', ['berths forbidden seaworthy false']],
    ['Forbidden when the boat is not seaworthy (422)', ['berths forbidden seaworthy false']],
    ['Required if it is paid.', ['berths required isPaid true']],
    ['Required unless it is paid.', ['berths required isPaid false']],
    ['Only allowed when the boat is `seaworthy`.', ['berths forbidden seaworthy false']],
    ['A boat that is not seaworthy usually has none.', []],
    ['A boat that is not seaworthy cannot have a captain.', []],
    ['A boat that is not seaworthy should not have any.', []],
    ['A seaworthy boat may have some.', []],
  ])('by a flag in words: %s', (text, expected) => {
    const found = conditionsToldIn(text, 'berths', orders);
    expect(found.map((one) => `${one.member} ${one.rule} ${one.by} ${one.values?.map(String).join(',') ?? 'there'}`)).toEqual(expected);
  });

  test('by a flag in words, of an operation that names the member', () => {
    expect(conditionsToldIn('Adds a boat. A boat that is not seaworthy cannot have berths.', undefined, orders)).toEqual([
      { member: 'berths', rule: 'forbidden', by: 'seaworthy', values: [false] },
    ]);
    expect(conditionsToldIn('A boat that is not seaworthy cannot have any.', undefined, orders)).toEqual([]);
  });

  const listed =
    'The kind says what is given (else `422`):\n\n- `delay`: `minutes` only\n- `cancellation`: `lat` only\n- `gate_change`: both\n\nReports are final.';

  test('are read from a list with an item for each value', () => {
    const found = conditionsToldIn(listed, undefined, listing).map(({ member, rule, values }) => `${String(values)}: ${member} ${rule}`);
    expect(found).toEqual([
      'delay: minutes required',
      'delay: lat forbidden',
      'cancellation: minutes forbidden',
      'cancellation: lat required',
      'gate_change: minutes required',
      'gate_change: lat required',
    ]);
  });

  test.each([
    listed.replace('gate_change', 'other'),
    listed.replace('The kind says what is given (else `422`)', 'What reports look like'),
    listed.replaceAll(/`(?:minutes|lat)` only/gu, 'the usual'),
  ])('are not read from another list: %s', (text) => {
    expect(conditionsToldIn(text, undefined, listing)).toEqual([]);
  });

  test.each<readonly [string, readonly string[]]>([
    ['A `delay` needs `minutes`.', ['minutes required kind delay']],
    ['`minutes` is required for `delay` and `gate_change`.', ['minutes required kind delay,gate_change']],
    ['With `delay`, `minutes` is required.', ['minutes required kind delay']],
    ['`lon` is required if `lat` is given.', ['lon required lat there']],
    ['Adds a report. `minutes` must not be given with `cancellation`.', ['minutes forbidden kind cancellation']],
  ])('of an operation: %s', (...[text, expected]) => {
    expect(
      conditionsToldIn(text, undefined, listing).map((one) => `${one.member} ${one.rule} ${one.by} ${one.values?.join(',') ?? 'there'}`),
    ).toEqual(expected);
  });

  test.each<readonly [string, readonly string[]]>([
    ['A `delay` kind needs minutes.', ['minutes required kind delay']],
    ['A delay kind needs minutes.', ['minutes required kind delay']],
    ['Sends a report. A rejected decision needs a lat (`422`).', ['lat required decision rejected']],
    ['Kinds of `gate_change` require minutes.', ['minutes required kind gate_change']],
    ['`delay` needs minutes and lat.', ['minutes required kind delay', 'lat required kind delay']],
    ['A `delay` without minutes is a 422.', ['minutes required kind delay']],
    ['A rejected decision without `minutes` is refused.', ['minutes required decision rejected']],
    ['Minutes are required for a gate change kind.', ['minutes required kind gate_change']],
    ['The minutes must be given with a `delay` kind.', ['minutes required kind delay']],
    // Nothing that certainly is a value, or another need.
    ['A delay needs minutes.', []],
    ['A bad kind needs minutes.', []],
    ['A `delay` needs minutes to be told.', []],
    ['A `delay` kind may need minutes.', []],
    ['A `delay` kind needs a photo.', []],
    ['A `delay` kind needs minutes of patience.', []],
    ['A `delay` without minutes is read as one of an hour.', []],
  ])('in plain words: %s', (...[text, expected]) => {
    expect(
      conditionsToldIn(text, undefined, listing).map((one) => `${one.member} ${one.rule} ${one.by} ${one.values?.join(',') ?? 'there'}`),
    ).toEqual(expected);
  });

  test('beside another member', () => {
    expect(told('Required with `lon`.', 'lat')).toEqual(['lat required lon there']);
    expect(told('Required together with `lon`.', 'lat')).toEqual(['lat required lon there']);
  });

  test.each([
    'Required.',
    'Not required with `delay`.',
    'Only for `delay`.',
    'Only used for `delay`.',
    'Ignored with `cancellation`.',
    'Should be given with `delay`.',
    'Required with `delay` if the sailing has passengers.',
    'Required if `kind` is `delay` and `vehicle` is `car`.',
    'Required with `unknown`.',
    'Required for delay notices.',
    'Required if the sailing is late.',
    'Required to delay a sailing.',
    'Required if `lon` is not provided.',
    'Required when cancelling a sailing.',
    'Can be left out with `delay`.',
    'Required for bookings with a car.',
    'Shown only for `delay`.',
    'Returned with `delay`, required for clients.',
  ])('none: %s', (text) => {
    expect(told(text)).toEqual([]);
  });
});
