import { nodeOf } from '../../../model/location.ts';
import type { Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { saidIn, saidOfTags } from '../../said.ts';
import { nounWordsOf } from '../id-names.ts';

type Json = Readonly<Record<string, unknown>>;

/** What has gone wrong: to trigger one may be to write down that there is one, where to trigger a run, an alarm or an emergency sets something going. */
const troubles: ReadonlySet<string> = new Set('incident outage problem fault failure defect breakdown disruption issue case'.split(' '));

/** Words by which people are called, or something is made to fail: "pages whoever is on call", "Chaos experiments". */
const settingGoing =
  /\b(?:pag(?:ed|ers?)|(?:pages?|paging) (?:the|an?|all|any|every\w*|some\w*|who\w*|people|persons?|staff|engineers?|teams?)|on[- ]?call|escalat\w*|notif\w+|alert(?:s|ed|ing)?|alarms?|sirens?|evacuat\w+|dispatch\w*|e-?mail(?:s|ed)|sms|text messages?|phone[sd]?|calls? (?:out|for|the|an?|all|every\w*|some\w*)|chaos|inject\w*|simulat\w*|drills?|experiments?|resilience|fail[- ]?over|shut(?:s|ting)? (?:down|off)|stops?|restarts?|kills?|deploy\w*)\b/iu;

/** Words for what people do about something that has gone wrong by itself. */
const mending: ReadonlySet<string> = new Set(
  'acknowledge ack resolve solve fix repair close reopen assign reassign merge snooze notes comments'.split(' '),
);

/** Does an operation trigger what people then do something about, by other operations: an incident that is resolved, a fault that is repaired. */
export const isTrouble = (operations: readonly Operation[], { path }: Operation): boolean =>
  troubles.has(nounWordsOf(path).at(-1) ?? '') &&
  operations.some(({ path: its }) => its.startsWith(`${path}/{`) && mending.has(its.split(/[/:]/u).at(-1) ?? ''));

/**
 * Does an operation that is said to trigger what a path names no more than write down that something has gone wrong? Not where its text, its tags or the document as a whole
 * speak of calling people, or of making something fail: to trigger an incident then pages somebody, and to trigger an outage is one.
 */
export const isTroubleWrittenDown = (document: Json, operations: readonly Operation[], operation: Operation): boolean => {
  if (!isTrouble(operations, operation)) return false;
  const node = valueAt(document, nodeOf(operation.location));
  const named = isObject(node) && Array.isArray(node['tags']) ? node['tags'].map(String) : [];
  const info = isObject(document['info']) ? [document['info']['title'], ...saidIn(document['info'])].map(String) : [];
  return ![...saidIn(node), ...named, ...saidOfTags(document, node), ...info, operation.path].some((text) => settingGoing.test(text));
};
