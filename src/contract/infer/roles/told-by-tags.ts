import type { Contract, Operation } from '../../model.ts';
import { saidIn } from '../../said.ts';
import { wordsOf } from '../words.ts';
import { inSomeUse } from './lexicon.ts';
import { namesIn } from './marked.ts';
import { roleNamesOf } from './names.ts';
import { type Phrase, phraseOf } from './phrases.ts';
import { asRule } from './sentences.ts';
import { saidByTags } from './spelled.ts';
import { stemOf } from './stem.ts';
import type { Doing } from './told-at.ts';
import { linesOf, plain } from './texts.ts';

type Document = Contract['document'];

/** What is said of roles about all operations of a kind: those that may, and those that may not. */
export type ToldOfAll = { readonly may: ReadonlySet<string>; readonly mayNot: ReadonlySet<string> };

const group = '(?<roles>[^.:;,()]{3,60}?(?:, [^.:;,()]{3,30}?)*?)';

/** "Read-only and writer keys receive a 403 on all of these endpoints, reading included." */
const refusedAll = new RegExp(
  String.raw`(?:^|[:;] |, (?:so )?)${group} (?:gets?|receives?|(?:is|are) (?:answered|refused|rejected|met)(?: with)?|sees?|faces?) (?:an? )?403 (?:on|for|from|with|to) (?:all|any|every|each)(?: (?:of|the|these|those|this|them|it|operations?|endpoints?|calls?|requests?|here|below|above|in|section|group))*(?:, [^.;]*\bincluded)?(?:[.;]|$)`,
  'iu',
);

/** "Scanners have no access to holds", "contracts hold pay data: planners have no business here". */
const noAccess = new RegExp(
  String.raw`(?:^|[:;] )${group} (?:have|has) no (?:access(?: to (?<what>[^.;,]{1,40}))?|business (?<here>here|with (?:it|them|these|this)))(?=[.;,]|$)(?!,? (?:but|except|unless|apart|other|still|save)\b)`,
  'iu',
);

/** "Everybody may read them", "every role can look them up". */
const everybodyReads =
  /\b(?:everybody|everyone|anybody|anyone|every role|all roles|any role) (?:may|can) (?:read|see|view|list|look at) (?:it|them|these|those|this)\b/iu;

/** "Clerks and integrations can look them up", "editors and owners may read them". */
const reads = new RegExp(
  String.raw`(?:^|[:;] |, (?:so )?(?<only>only )?)${group} (?:may|can|get to) (?:read|see|view|list|look at|look (?:it|them|these|those|this) up)(?: (?:it|them|these|those|this))?(?=[.;,:]|$)`,
  'iu',
);

/** "Submitting is open to writers, everything else in this group takes an editor." */
const everythingElse =
  /^(?:(?<but>.+?)[,;] )?(?:and )?(?:everything|anything|all) else(?: in (?:this|the) (?:group|section|part)| here| below)? (?:takes|needs|requires|is (?:only )?(?:for|open to|left to|up to)) (?<roles>[^.:;()]{3,60}?)(?: only)?[.;]?$/iu;

const isConditional = /\b(?:if|unless|until|when|while|except|own|themsel\w+|whose|once|some|most|usually|deleted|archived|drafts?)\b/iu;

/** What the tags of an operation say of roles about it: beside sentences that name roles alone, those that say what they get or may not. */
export const toldByTags = (
  document: Document,
  operation: Operation,
  doing: Doing,
  upwards: (role: string) => ReadonlySet<string> | undefined,
): ToldOfAll => {
  const names = namesIn(document);
  const isRead = operation.effect === 'safe';
  const isRefusalDescribed = operation.responses.some(({ status }) => status === '403');
  const [may, mayNot] = [new Set<string>(), new Set<string>()];
  const plainly = (phrase: Phrase | undefined): ReadonlySet<string> =>
    phrase && !phrase.hasOthers && phrase.some.size === 0 ? phrase.whole : new Set();
  const words = new Set(wordsOf(operation.path).map(stemOf));
  for (const text of saidByTags(document, operation)) {
    for (const line of linesOf(text).map((one) => plain(one.replace(/^(?:[-*+]|\d+\.) /u, '')))) {
      const rest = everythingElse.exec(line.replaceAll(/\s*\([^)]*\)/gu, ''))?.groups;
      if (rest) {
        const isExcepted = wordsOf(rest['but'] ?? '').some((word) => doing.acts.has(stemOf(word)));
        const whom = isExcepted ? new Set<string>() : plainly(phraseOf(rest['roles'] ?? '', names));
        const upper = [...whom].map((role) => upwards(role) ?? new Set([role]));
        const isOrdered = [...whom].every((role) => upwards(role) !== undefined);
        if (whom.size > 0 && !isRead === isRefusalDescribed) {
          const those = new Set(upper.flatMap((one) => [...one]));
          for (const role of those) may.add(role);
          if (isOrdered) for (const role of names) if (!those.has(role)) mayNot.add(role);
        }
        continue;
      }
      if (isConditional.test(line) || asRule.test(line) || inSomeUse.test(line)) continue;
      for (const role of plainly(phraseOf(refusedAll.exec(line)?.groups?.['roles'] ?? '', names))) mayNot.add(role);
      const none = noAccess.exec(line)?.groups;
      const isAbout =
        none?.['what'] === undefined ||
        wordsOf(none['what'])
          .map(stemOf)
          .every((word) => words.has(word) || ['it', 'them', 'the', 'thes', 'this', 'any', 'of', 'all'].includes(word));
      if (none && isAbout && isRefusalDescribed) for (const role of plainly(phraseOf(none['roles'] ?? '', names))) mayNot.add(role);
      if (isRead && everybodyReads.test(line)) for (const role of names) may.add(role);
      const read = isRead ? reads.exec(line)?.groups : undefined;
      for (const role of plainly(phraseOf((read?.['roles'] ?? '').replace(/^only /iu, ''), names))) may.add(role);
    }
  }
  return { may: new Set([...may].filter((role) => !mayNot.has(role))), mayNot };
};

/** "Unless stated otherwise an operation that changes something requires ADMIN, or the owner where the resource is an application or award." */
const byDefault =
  /\b(?:unless|if not|where not) (?:otherwise )?(?:stated|noted|said|specified|mentioned)(?: otherwise)?,? (?:every |each |all |an? )?(?:operations?|calls?|requests?|endpoints?|writes?|changes?)(?: that (?:changes?|writes?|modif(?:y|ies)) (?:something|anything|data))? (?:requires?|needs?|takes?) (?:the )?(?:roles? )?(?<roles>[^.;]+?)(?:, or (?<but>[^.;]+))?(?:[.;]|$)/iu;

/**
 * The roles to which a write is refused by a rule for all that say nothing else; none where the rule has an exception for what the path is about.
 */
export const refusedByDefault = (document: Document, operation: Operation): ReadonlySet<string> => {
  if (operation.effect === 'safe' || !operation.responses.some(({ status }) => status === '403')) return new Set();
  const names = namesIn(document);
  for (const text of saidIn(document['info'])) {
    const found = byDefault.exec(plain(roleNamesOf(document).spell(text)).replaceAll(/\s+/gu, ' '))?.groups;
    const whom = phraseOf(found?.['roles'] ?? '', names);
    if (!found || !whom || whom.hasOthers || whom.some.size > 0) continue;
    const about = new Set(wordsOf(operation.path).map(stemOf));
    const isExcepted =
      found['but'] !== undefined && (wordsOf(found['but']).some((word) => about.has(stemOf(word))) || !/\bwhere\b/iu.test(found['but']));
    return isExcepted ? new Set() : new Set([...names].filter((role) => !whom.whole.has(role)));
  }
  return new Set();
};
