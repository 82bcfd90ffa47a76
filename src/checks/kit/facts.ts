import type { Fact } from '../../model/verdict.ts';
import { statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Names of the facts that checks record, with what each tells. Facts are compared between targets and over time, so a
 * name keeps its meaning; a new meaning gets a new name.
 */
export const facts = {
  'error.undeclared':
    'Errors whose status the documentation does not list: what was wrong with the request, and whether the body is the documented one.',
  'docs.path': 'Status of a path that the documentation mentions by the way, and the members of what it gives.',
  'docs.path-under-usual-version': 'Status of such a path under the version that all other paths have, where its own is another.',
  'docs.list-length': 'How many things a list holds whose number the documentation praises.',
  'docs.round-trip': 'How the median time of small reads lies to the printed figure: below, about or above it.',
  'docs.host': 'The host of the base URL, and whether the documentation prints it.',
  'docs.read-by-id': 'Status of a read of one listed thing for which the documentation has no operation, and the members of its answer.',
  'reference.reads': 'Statuses of reads of the things that a member of listed items names.',
  'error.shape': 'Forms of the error bodies of an operation: status, media type, members and their types, and the code where one is found.',
  'error.details':
    'Forms of the details of refusals: where the list stands, types and members of its elements, and whether they name a member at fault.',
  'error.challenge': 'Challenges (WWW-Authenticate) that come with the refusal of a credential, without what is new in each.',
  'header.effect':
    'What values of a header that may be left out do to a read: its status, the header in the answer, and whether members are others.',
  'quota.announced': 'Limits an operation announces, and the form in which it tells what is left and when the count starts anew.',
  'quota.headers-by-status': 'Whether answers of a status carry all, some or none of the headers about the quota.',
  'quota.between-operations': 'Whether calls of an operation lower what is left for the first plain read.',
  'quota.between-credentials': 'Whether calls with the second credential lower what is left for the first one.',
  'quota.headers': 'Headers about the quota that an operation sends: names in small letters, forms, and the statuses they come with.',
  'quota.reset-form': 'Forms in which every value about the start of the next count can be read as a moment within one window.',
  'quota.rested-remaining': 'How what is left for a credential at rest lies to the printed number of its plan.',
  'quota.reset-against-wait': 'How the end of the window on a refusal lies to the end of the wait it asks for: same, earlier or later.',
  'status.documented-call': 'Status of a call of the operation with just what it requires.',
  'status.unlisted': 'Statuses that the documentation does not name by their numbers, of successes too.',
  'status.success': 'Status of a successful plain read where the documentation prints no exact one.',
  'filter.made-up-value': 'Answer to a filter by a value that nothing has.',
  'filter.familiar-values': 'Answers to a filter under a guessed name by values that things of the account have.',
  'filter.value-printed-elsewhere': 'Answer to a filter by a value that the documentation prints for the items and not for the filter.',
  'filter.empty-value': 'Answer to a filter with an empty value.',
  'page-size.above-maximum': 'Answer to a page size one above the documented maximum, with the shape of an error.',
  'page-size.zero': 'Answer to a page size of 0.',
  'page-size.empty-value': 'Answer to a page size with an empty value.',
  'page.styles': 'Which of the documented ways of paging a list shows and offers, and which sizes change its number of items.',
  'page.last-cursor': 'What the last page of a list holds in place of a cursor.',
  'page.made-up-cursor': 'Answer to a cursor that was never given, and whether the first page came.',
  'page.under-creation':
    'What something created between two pages does to a walk: whether it shows, and whether others repeat or get lost.',
  'page.traces': 'Signs of pages in a list for which no paging is documented.',
  'page-number.beyond': 'Answer to a number far behind the last page, with the number it tells.',
  'page-number.zero': 'Answer to page 0, with the number it tells.',
  'page-number.negative': 'Answer to page -1, with the number it tells.',
  'page-size.negative': 'Answer to a page size of -1.',
  'page-size.word': 'Answer to a word in place of a page size.',
  'page-size.default': 'How many items a page holds without a size while more follow, and whether it says that more follows.',
  'filter.odd-value': 'Answer to a filter by a value that is no date, that has a time of day, or that is today.',
  'query.undeclared-parameter': 'Answer to a query parameter that the documentation does not know.',
  'value.presence': 'Whether a member that may be left open is absent, null, empty or has a value.',
  'value.set': 'Which values a member has that came by, and which of those that are printed as examples.',
  'value.forms': 'Which of the forms that the contract names all, some or none of the values of a member have.',
  'order.sorted-by': 'By which members the items of a list are sorted, and in which direction.',
  'order.steady': 'Whether two walks show the items that are in both in the same order.',
  'body.form': 'Whether a list is a bare array or stands in an object, and the members beside it; all forms where there are several.',
  'body.kind': 'What a successful answer without a printed body is: an object with which members, or another kind of value.',
  'body.item-members': 'Members of the first item of a list whose items are not printed.',
  'body.envelope': 'Whether a list whose body is not printed stands in the same envelope as the printed lists.',
  'body.undeclared-page-size': 'What the page size of other lists does to a list that does not declare one.',
  'body.undeclared-cursor': 'What the cursor of other lists does to a list that does not declare one.',
  'transport.certificate-verifies': 'Whether the certificate of the service verifies.',
  'transport.protocol': 'Version of TLS that a handshake agrees on.',
  'transport.plain-http-outcome': 'How a call without encryption ends: its status, or why there was no answer.',
  'transport.plain-http-location': 'Where a call without encryption is redirected to.',
  'transport.plain-http-body': 'What the answer to a call without encryption holds.',
  'version.path-without-version': 'Status of a read whose path lacks the version.',
  'version.next': 'Status of a read under the version behind the documented one.',
  'version.unknown': 'Status of a read under a version that does not exist.',
  'version.end-announced': 'Values of Deprecation and Sunset on answers, those of Sunset with how far ahead they lie.',
  'credential.form': 'Whether the key has the printed form, and how many characters it has.',
  'credential.issued-form':
    'Whether an issued key or token has the printed form of a key, how many characters it has, and whether it has three parts as a token has.',
  'credential.challenge': 'Challenges (WWW-Authenticate) to a missing and to a made-up credential, without what is new in each.',
  'credential.lower-case-scheme': 'Status of a read whose scheme name is written in small letters.',
  'credential.upper-case-scheme': 'Status of a read whose scheme name is written in capital letters.',
  'unknown.path-answer': 'Answer to a path that the documentation does not have: status, Allow, kind of body, and headers about the quota.',
  'unknown.method-answer': 'Answer to a method that the path of a thing does not have, for an id that names nothing; never DELETE.',
  'unknown.malformed-id': 'Status for an id that nobody would give.',
  'unknown.undocumented-method': 'Status for a method that a known path does not have; never DELETE.',
  'unknown.read-by-id': 'Status of a read of one thing, unknown besides, where the documentation has no such read.',
  'unknown.id-of-other-account': 'Status for a thing of another account.',
  'sandbox.quota-headers': 'Forms of the headers about the quota on answers of the sandbox, or that they are absent.',
  'sandbox.oldest-data': 'How the age of the oldest data in the sandbox lies to the time from one reset to the next.',
  'sandbox.earlier-run': 'Whether the sandbox still holds things of an earlier run.',
  'creation.status': 'Status of a successful creation where the documentation prints no exact one.',
  'creation.location': 'Whether the answer to a creation names the new thing in a Location header.',
  'creation.body': 'Whether the answer to a creation has a body, and whether that is JSON.',
  'creation.item': 'Where the answer to a creation holds the new thing, and which of the places of a listed one; null where it does not.',
  'creation.first-state': 'State of a new thing when its list shows it first.',
  'creation.settled': 'How soon a new thing can be acted on, in a span of time.',
  'creation.numbers': 'Numbers that the list shows of things created with each listed value of a member.',
  'creation.null-text': 'Answer to a creation with null in place of a text of ours.',
  'creation.empty-text': 'Answer to a creation with an empty text in place of one of ours.',
  'creation.blank-text': 'Answer to a creation with blanks in place of a text of ours.',
  'creation.unknown-reference': 'Answer to a creation that refers to something which does not exist in an optional member.',
  'creation.unknown-member': 'Answer to a creation with a member that the documentation does not know.',
  'creation.other-media-type': 'Answer to a creation whose JSON is announced as plain text.',
  'creation.array-body': 'Answer to a creation whose body is an empty list.',
  'creation.text-body': 'Answer to a creation whose body is a JSON text.',
  'creation.spare-comma': 'Answer to a creation whose JSON has a comma too many.',
  'creation.bare-names': 'Answer to a creation whose members stand without quotes.',
  'creation.form-body': 'Answer to a creation that is sent as a form.',
  'creation.unknown-value': 'Answer to a creation with a value of which the documentation prints others only.',
  'creation.number-value': 'Answer to a creation with a number in place of the name of something.',
  'creation.very-long-text': 'Answer to a creation with a text of ours of ten thousand letters.',
  'creation.without-member': 'Answers to creations in which one member is left out at a time, by its name.',
  'creation.members-shown': 'Members of the body that the answer to a creation shows.',
  'creation.repeated': 'Answer to the same creation once more: its status, and whether it tells the same id.',
  'creation.keyed': 'Answers to a creation that was sent twice with one Idempotency-Key: both statuses, and whether they tell one id.',
  'state.reached': 'How soon a new thing came to a state, in a span of time.',
  'state.values': 'States that things of the account show.',
  'state.order': 'States of a new thing in the order in which they came.',
  'success.create': 'Status of a successful creation, whether it has a body, and whether it carries Location.',
  'success.update': 'Status of a successful update, and whether it has a body.',
  'success.remove': 'Status of a successful removal, and whether it has a body.',
  'removed.again': 'Status of a second removal of a thing that is gone.',
  'removed.unknown': 'Status of the removal of an id that names nothing.',
  'thing.place': 'Where the answers of an operation hold the thing, as a JSON Pointer with * for an element of an array.',
  'action.elsewhere': 'Answers to an action on things in states that it is not documented for, with the members of the body.',
  'action.answer': 'Members of the answer to an accepted action, or that it has no body.',
  'action.effect':
    'What the list shows some time after an action: the state of the thing, changes of others at rest, and whether there are new ones.',
  'action.answered': 'How soon an action is answered, in a span of time.',
  'action.read-answered': 'How soon the plain read is answered that this is compared with.',
  'action.done-when-answered': 'Whether the list shows the last state of an action right after it was answered.',
  'stream.fields': 'Names of the fields that came on a stream of events, and comment where comments did.',
  'stream.events': 'Whether whole events came while a stream was listened to.',
  'stream.end': 'Whether the server ended a stream while it was listened to.',
  'stream.after-last-event-id': 'Status of a stream that is opened again with the last id that it told.',
} as const satisfies Readonly<Record<string, string>>;

/** A fact about an operation, `outside` where it is about none, under a published name. */
export const factOf = (fact: keyof typeof facts, operation: string | null, value: unknown): Fact => ({
  fact,
  at: operation ?? 'outside',
  value,
});

/** The status of an answer as a fact about an operation. A refusal by quota, or no answer, tells nothing of what was asked. */
export const recordedStatus = (fact: keyof typeof facts, operation: string | null, exchange: Exchange | undefined): Fact[] => {
  const status = exchange && statusOf(exchange);
  return status === undefined || status === 429 ? [] : [factOf(fact, operation, status)];
};

/** What kind of value stands somewhere, in a word that is the same for all values of the kind. */
export const valueKind = (value: unknown): string => {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'array' : typeof value;
};

const spans = [
  [1000, 'under a second'],
  [10_000, 'under 10 seconds'],
  [60_000, 'under a minute'],
  [300_000, 'under 5 minutes'],
] as const;

/** A time in words that stay the same from run to run; spans shorter than `leastMs` are not told apart. */
export const roughly = (ms: number, leastMs = 0): string =>
  spans.find(([most]) => ms < most && most >= leastMs)?.[1] ?? '5 minutes or more';
