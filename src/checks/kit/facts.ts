import type { Fact } from '../../model/verdict.ts';
import { statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Names of the facts that checks record, with the meaning of each. Facts are compared between targets and over time, so a
 * name keeps its meaning; a new meaning gets a new name.
 */
export const facts = {
  'error.undeclared':
    'Errors whose status the documentation does not list: what was wrong with the request, and whether the body is the documented one.',
  'docs.path': 'Status of a path that the documentation mentions in passing, and the members of its answer.',
  'docs.path-under-usual-version': 'Status of a path that is documented under an unusual version, under the version of all other paths.',
  'docs.list-length': 'How many items a list holds for which the documentation advertises a number.',
  'docs.round-trip': 'How the median time of small reads compares with the printed figure: below, about or above it.',
  'docs.host': 'The host of the base URL, and whether the documentation prints it.',
  'docs.read-by-id': 'Status of a read of one listed resource for which the documentation has no operation, and the members of its answer.',
  'reference.reads': 'Statuses of reads of the resources that a member of listed items refers to.',
  'error.shape': 'Forms of the error bodies of an operation: status, media type, members and their types, and the code where one is found.',
  'error.details':
    'Forms of the details of error responses: where the list is, types and members of its elements, and whether they name a member at fault.',
  'error.challenge': 'Challenges (WWW-Authenticate) of the error response to a credential, without what is new in each.',
  'header.effect': 'What values of an optional header do to a read: its status, the header in the answer, and whether its members change.',
  'quota.announced': 'Limits that an operation announces, and the form in which it reports what is left and when the count starts anew.',
  'quota.headers-by-status': 'Whether answers with a status carry all, some or none of the quota headers.',
  'quota.between-operations': 'Whether calls of an operation lower what is left for the first plain read.',
  'quota.between-credentials': 'Whether calls with the second credential lower what is left for the first one.',
  'quota.headers': 'Quota headers that an operation sends: names in small letters, forms, and the statuses they come with.',
  'quota.reset-form': 'Forms in which every value about the start of the next count can be read as a moment within one window.',
  'quota.rested-remaining': 'How what is left for a credential at rest compares with the printed number of its tier.',
  'quota.reset-against-wait':
    'How the end of the window on an error response compares with the end of the wait that it asks for: same, earlier or later.',
  'status.documented-call': 'Status of a call of the operation with just what it requires.',
  'status.unlisted': 'Statuses that the documentation does not name by number, also of successes.',
  'status.success': 'Status of a successful plain read where the documentation prints no exact one.',
  'filter.made-up-value': 'Answer to a filter by a value that nothing has.',
  'filter.familiar-values': 'Answers to a filter under a guessed name by values that resources of the account have.',
  'filter.value-printed-elsewhere': 'Answer to a filter by a value that the documentation prints for the items but not for the filter.',
  'filter.empty-value': 'Answer to a filter with an empty value.',
  'page-size.above-maximum': 'Answer to a page size one above the documented maximum, with the shape of an error.',
  'page-size.zero': 'Answer to a page size of 0.',
  'page-size.empty-value': 'Answer to a page size with an empty value.',
  'page.styles': 'Which of the documented ways of paging a list shows and offers, and which sizes change its number of items.',
  'page.last-cursor': 'What the last page of a list holds in place of a cursor.',
  'page.made-up-cursor': 'Answer to a cursor that the server never gave, and whether it is the first page.',
  'page.under-creation':
    'What a creation between two pages does to a traversal: whether the new item shows, and whether others repeat or get lost.',
  'page.traces': 'Signs of pages in a list for which no paging is documented.',
  'page-number.beyond': 'Answer to a number far behind the last page, with the number that it reports.',
  'page-number.zero': 'Answer to page 0, with the number that it reports.',
  'page-number.negative': 'Answer to page -1, with the number that it reports.',
  'page-size.negative': 'Answer to a page size of -1.',
  'page-size.word': 'Answer to a word in place of a page size.',
  'page-size.default': 'How many items a page without a requested size holds while more follow, and whether it reports that more follow.',
  'filter.odd-value': 'Answer to a filter by a value that is no date, that has a time of day, or that is today.',
  'query.undeclared-parameter': 'Answer to a query parameter that is not documented.',
  'value.presence': 'Whether an optional member is absent, null, empty or has a value.',
  'value.set': 'Which values of a member were seen, and which of the printed examples are among them.',
  'value.forms': 'Which of the documented forms all, some or none of the values of a member have.',
  'order.sorted-by': 'By which members the items of a list are sorted, and in which direction.',
  'order.steady': 'Whether two traversals show their common items in the same order.',
  'body.form': 'Whether a list is a bare array or inside an object, and the members beside it; all forms where there are several.',
  'body.kind': 'What a successful answer without a printed body is: an object with which members, or another kind of value.',
  'body.item-members': 'Members of the first item of a list whose items are not printed.',
  'body.envelope': 'Whether a list whose body is not printed has the same envelope as the printed lists.',
  'body.undeclared-page-size': 'What the page size of other lists does to a list that does not declare one.',
  'body.undeclared-cursor': 'What the cursor of other lists does to a list that does not declare one.',
  'webhook.delivery': 'Method, media type, names of header fields and top-level members of a delivery.',
  'webhook.waits': 'Whether the repetitions of a failed delivery come after the documented waits, in their order.',
  'transport.certificate-verifies': 'Whether the certificate of the service can be verified.',
  'transport.protocol': 'Version of TLS that a handshake negotiates.',
  'transport.plain-http-outcome': 'How a call without encryption ends: its status, or why there was no answer.',
  'transport.plain-http-location': 'Address to which a call without encryption is redirected.',
  'transport.plain-http-body': 'What the answer to a call without encryption holds.',
  'version.path-without-version': 'Status of a read whose path lacks the version.',
  'version.next': 'Status of a read under the version behind the documented one.',
  'version.unknown': 'Status of a read under a version that does not exist.',
  'version.end-announced': 'Values of Deprecation and Sunset on answers, those of Sunset with how far ahead they are.',
  'credential.form': 'Whether the key has the printed form, and how many characters it has.',
  'credential.issued-form':
    'Whether an issued key or token has the printed form of a key, how many characters it has, and whether it has three parts like a JSON Web Token.',
  'credential.challenge': 'Challenges (WWW-Authenticate) to a missing and to a made-up credential, without what is new in each.',
  'credential.lower-case-scheme': 'Status of a read whose scheme name is written in small letters.',
  'credential.upper-case-scheme': 'Status of a read whose scheme name is written in capital letters.',
  'unknown.path-answer': 'Answer to a path that is not documented: status, Allow, kind of body, and quota headers.',
  'unknown.method-answer': 'Answer to a method that the path of a resource does not have, for an id that names nothing; never DELETE.',
  'unknown.malformed-id': 'Status for an id of a form that no server gives.',
  'unknown.undocumented-method': 'Status for a method that a known path does not have; never DELETE.',
  'unknown.read-by-id': 'Status of a read of one resource, with an unknown id, where the documentation has no such read.',
  'unknown.id-of-other-account': 'Status for a resource of another account.',
  'sandbox.quota-headers': 'Forms of the quota headers on answers of the sandbox, or that they are absent.',
  'sandbox.oldest-data': 'How the age of the oldest data in the sandbox compares with the time from one reset to the next.',
  'sandbox.earlier-run': 'Whether the sandbox still holds resources of an earlier run.',
  'survey.answer': 'A situation that every API is asked in, and the status of the answer.',
  'creation.status': 'Status of a successful creation where the documentation prints no exact one.',
  'creation.location': 'Whether the answer to a creation names the new resource in a Location header.',
  'creation.body': 'Whether the answer to a creation has a body, and whether that is JSON.',
  'creation.item':
    'Where the answer to a creation holds the new resource, and which members of a listed one it has; null where it does not.',
  'creation.first-state': 'State of a new resource when its list first shows it.',
  'creation.settled': 'How soon a new resource can be acted on, as a span of time.',
  'creation.numbers': 'Numbers that the list shows of resources created with each listed value of a member.',
  'creation.null-text': 'Answer to a creation with null in place of a fresh text.',
  'creation.empty-text': 'Answer to a creation with an empty text in place of a fresh one.',
  'creation.blank-text': 'Answer to a creation with blanks in place of a fresh text.',
  'creation.unknown-reference': 'Answer to a creation whose optional member refers to something that does not exist.',
  'creation.unknown-member': 'Answer to a creation with a member that is not documented.',
  'creation.other-media-type': 'Answer to a creation whose JSON is announced as plain text.',
  'creation.array-body': 'Answer to a creation whose body is an empty list.',
  'creation.text-body': 'Answer to a creation whose body is a JSON text.',
  'creation.spare-comma': 'Answer to a creation whose JSON has one comma too many.',
  'creation.bare-names': 'Answer to a creation whose JSON has member names without quotes.',
  'creation.form-body': 'Answer to a creation that is sent as a form.',
  'creation.unknown-value': 'Answer to a creation with a value that is not among the printed ones.',
  'creation.number-value': 'Answer to a creation with a number in place of the name of something.',
  'creation.very-long-text': 'Answer to a creation with a text of ten thousand letters.',
  'creation.without-member': 'Answers to creations in which one member is left out at a time, by its name.',
  'creation.members-shown': 'Members of the body that the answer to a creation shows.',
  'creation.repeated': 'Answer to the same creation once more: its status, and whether it reports the same id.',
  'creation.keyed': 'Answers to a creation that was sent twice with one Idempotency-Key: both statuses, and whether they report one id.',
  'state.reached': 'How soon a new resource reached a state, as a span of time.',
  'state.values': 'States that resources of the account show.',
  'state.order': 'States of a new resource in the order in which they were seen.',
  'success.create': 'Status of a successful creation, whether it has a body, and whether it carries Location.',
  'success.update': 'Status of a successful update, and whether it has a body.',
  'success.remove': 'Status of a successful removal, and whether it has a body.',
  'removed.again': 'Status of a second removal of a resource that is gone.',
  'removed.unknown': 'Status of the removal of an id that names nothing.',
  'thing.place': 'Where the answers of an operation hold the resource, as a JSON Pointer with * for an element of an array.',
  'action.elsewhere': 'Answers to an action on resources in states that it is not documented for, with the members of the body.',
  'action.answer': 'Members of the answer to an accepted action, or that it has no body.',
  'action.effect':
    'What the list shows some time after an action: the state of the resource, changes of others at rest, and whether there are new ones.',
  'action.answered': 'How soon an action is answered, as a span of time.',
  'action.read-answered': 'How soon the plain read is answered with which an action is compared.',
  'action.done-when-answered': 'Whether the list shows the last state of an action right after it was answered.',
  'stream.fields': 'Names of the fields on a stream of events, and comment where it has comments.',
  'stream.events': 'Whether whole events arrived while a stream was read.',
  'stream.end': 'Whether the server ended a stream while it was read.',
  'stream.after-last-event-id': 'Status of a stream that is opened again with the last id that it sent.',
} as const satisfies Readonly<Record<string, string>>;

/** A fact about an operation, `outside` where it is about none, under a published name. */
export const factOf = (fact: keyof typeof facts, operation: string | null, value: unknown): Fact => ({
  fact,
  at: operation ?? 'outside',
  value,
});

/** The status of an answer as a fact about an operation; none for a 429 or no answer, which show nothing about the request. */
export const recordedStatus = (fact: keyof typeof facts, operation: string | null, exchange: Exchange | undefined): Fact[] => {
  const status = exchange && statusOf(exchange);
  return status === undefined || status === 429 ? [] : [factOf(fact, operation, status)];
};

/** The kind of a value in one word. */
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

/** A time in words that stay the same from run to run; spans shorter than `leastMs` are not distinguished. */
export const roughly = (ms: number, leastMs = 0): string =>
  spans.find(([most]) => ms < most && most >= leastMs)?.[1] ?? '5 minutes or more';
