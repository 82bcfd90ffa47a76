import { expect, test } from 'vitest';
import {
  saysDuplicateFails,
  saysEachAsSingle,
  saysEachTold,
  saysGoodKept,
  saysInOrder,
  saysLikeOne,
} from '../../../src/checks/subjects/bulk-words.ts';

test.each<readonly [string, boolean]>([
  ['Every item is judged by itself with the rules for a new member: good ones are registered even if others fail.', true],
  ['Valid rows are imported even when others are refused.', true],
  ['The others are stored all the same.', true],
  ['The rest is saved.', true],
  ['A change of an unknown lantern fails, the others are done all the same.', true],
  ['Where one fails, the others are applied.', true],
  ['The others are done later.', false],
  ['Each on its own account: one that is refused does not keep the others from being recorded.', true],
  ['A bad row does not stop the import.', true],
  ['An invalid entry will not prevent the remaining entries from being stored.', true],
  ['Each is stored by itself, without holding up the rest.', true],
  ['The others are not affected by it.', true],
  ['A row that fails does not stand in the way of the others.', true],
  ['A row that is a duplicate or otherwise invalid does not stop the import.', true],
  ['An error in one row will not abort the import.', true],
  ['An entry that cannot be applied does not hold up the others.', true],
  ['An entry that cannot be applied may not hold up the others.', false],
  ['A duplicate does not affect the others.', false],
  ['A repeated code fails and does not stop the import.', false],
  ['Rejected as a duplicate, it does not keep the others from being stored.', false],
  ['Of duplicates the first is kept, and the rest is saved.', false],
  ['Removing an entry does not affect the others.', false],
  ['The order of the entries does not affect the whole batch.', false],
  ['A warning does not stop the import.', false],
  ['A failed entry does not keep its number.', false],
  ['A failed row may not stop the import.', false],
  ['One that is refused does not stop the others only with `partial`.', false],
  ['A bad row stops the import.', false],
  ['Good ones may be stored even if others fail.', false],
  ['No good ones are stored if one fails.', false],
  ['With `partial` good ones are stored even if others fail.', false],
  ['Good ones are stored once all are good.', false],
  ['Each entry is answered on its own.', false],
  ['Each sample is taken or rejected by itself.', true],
  ['Every one is stored or refused on its own.', true],
  ['Each sample may be taken or rejected by itself.', false],
])('whether good entries are kept beside bad ones: %s', (text, expected) => {
  expect(saysGoodKept([text])).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['An address which is taken, or which an earlier good item of the same import has, fails.', true],
  ['Duplicates within one batch are rejected.', true],
  ['A code that stands twice in the same request is refused.', true],
  ['Fails where its code is taken, or had by an earlier row of the same import.', true],
  ['A failed item does not affect the other items of the same request.', false],
  ['Of duplicates within one batch the last one wins.', false],
  ['Duplicates within one batch are ignored.', false],
  ['Duplicates within one batch may be rejected.', false],
  ['An item fails where another item in the list fails.', false],
  ['An address which another member has fails.', false],
  ['An item that is not valid (422) or whose code exists already, also earlier in the same batch (409), does not hinder the others.', true],
  ['A code that was used before in the same request is a 409.', true],
  ['What was stored earlier in the same batch is overwritten.', false],
  ['A failed row earlier in the same import stops it.', false],
])('whether the second of two equal entries fails: %s', (text, expected) => {
  expect(saysDuplicateFails([text])).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['`results` has one entry for each item, in the order of the items.', true],
  ['The results come in the same order.', true],
  ['One result for each item, in their order', true],
  ['The results come in any order.', false],
  ['Not everything is in order.', false],
  ['One result for each id, in the order sent', true],
  ['There is one result for each item, in\nthe order of the items.', true],
  ['One outcome for each weighing, in the order of the weighings', true],
  ['One outcome for each weighing, in the order of the hives', false],
  ['In the order in which they were added', false],
])('whether results keep to the order of the entries: %s', (text, expected) => {
  expect(saysInOrder([text])).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['Each like a new member.', true],
  ['Judged with the rules for a new member.', true],
  ['The same as the body of one member.', true],
  ['Each like a new guest.', false],
  ['Members to be invited.', false],
])('whether an entry is like the body of a single creation: %s', (text, expected) => {
  expect(saysLikeOne([text], 'member')).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['A row with the members of `MemberInput`.', true],
  ['Each row is treated as if it had been sent to *Register a member* on its own, and a row that fails is left.', true],
  ['Every entry has the form of the body of `POST /members`.', true],
  ['Each item is a [member](#/components/schemas/MemberInput).', true],
  ['Each a MemberInput', true],
  ['At most 100, each of them a `MemberInput`.', true],
  ['Every one is a MemberInput.', true],
  ['A list of MemberInput', true],
  ['Each row is like `GuestInput`.', false],
  ['Each a GuestInput', false],
  ['Each may be a name, and not a MemberInput.', false],
  ['Ids of members, each a number.', false],
  ['Unlike `MemberInput`, a row has no address.', false],
  ['Each row has to be confirmed by *Register a member* afterwards.', false],
  ['The rows replace what *Register a member* stored.', false],
  ['Register a member for each row.', false],
])('whether an entry is like what a name of the creation means: %s', (text, expected) => {
  expect(saysLikeOne([text], 'member', ['MemberInput', 'Register a member', 'POST /members'])).toBe(expected);
});

test.each([
  ['Every item is checked and created on its own, as with `addGuest`; a wrong one does not stop the others.', true],
  ['Each row is handled by itself, exactly as by *Register a boat*.', true],
  ['Each entry is processed separately, as if it had been sent to `POST /boats`.', true],
  ['Every record is validated individually, like a single creation.', true],
  ['As with `addGuest`, each entry is handled one after another.', true],
  // Nothing is said of how one is like a single creation, or the second one has another fate.
  ['Every item is checked on its own.', false],
  ['Each item is checked on its own, like in any list.', false],
  ['Each row may be handled by itself, as with `addGuest`.', false],
  ['Each entry is processed separately, as with `addGuest`, but duplicates are merged.', false],
  ['Each item is checked on its own, unlike with `addGuest`.', false],
  ['Each item is shown on its own, as with `addGuest`.', false],
])('each as by itself: %s', (text, expected) => {
  expect(saysEachAsSingle([text])).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['The answer has one result for each item, in the same order.', true],
  ['`outcomes` has an entry per row.', true],
  ['For each row there is one result.', true],
  ['One result for each item that was refused.', false],
  ['Has an entry for each row that failed.', false],
  ['May have one result for each item.', false],
  ['One result.', false],
])('whether the answer has one result for each entry: %s', (text, expected) => {
  expect(saysEachTold([text])).toBe(expected);
});
