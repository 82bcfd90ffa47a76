import type { Contract, Operation } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { nodeOf } from '../../../model/location.ts';
import { segmentsOf } from '../path-template.ts';
import { wordsOf } from '../words.ts';
import { type ToldRoles, toldRoles } from './hidden.ts';
import { stemOf } from './stem.ts';
import { linesOf, plain, textsOf, vocabularyOf } from './texts.ts';

type Document = Contract['document'];

/** What holds in some cases only, or of what somebody was given to do. */
const isConditional =
  /\b(?:if|unless|until|when|while|except|assigned|shared|invited|public|by default|may be|might|could|optionally|sometimes|once|where)\b/iu;

const seeing = '(?:see|sees|read|reads|view|views|list|lists|get|gets|fetch|fetches|find|finds|access)';
const making = '(?:created|made|started|requested|asked for|uploaded|opened|submitted|added|placed|booked|ordered)';
const things = String.raw`(?:[\p{L}-]+ ){1,3}`;

/** "Clerks see only their own reports", "a clerk can only read the reports it made". */
const ownOnly = [
  new RegExp(String.raw`\b${seeing} only (?:their|its|his or her|the|those)? ?(?:${things})?of (?:their|its|his or her) own\b`, 'iu'),
  new RegExp(String.raw`\b${seeing} only (?:their|its|his or her) own\b`, 'iu'),
  new RegExp(String.raw`\bonly (?:ever )?${seeing} (?:their|its|his or her) own\b`, 'iu'),
  new RegExp(
    String.raw`\b${seeing} only (?:the |those |any )?${things}(?:that |which )?(?:they|it|he or she) (?:have |has )?(?:themselves |itself )?${making}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\bonly (?:ever )?${seeing} (?:the |those |any )?${things}(?:that |which )?(?:they|it|he or she) (?:have |has )?(?:themselves |itself )?${making}\b`,
    'iu',
  ),
];

const gone = String.raw`(?:(?:not|never) (?:shown|visible|there|returned|given|listed)|hidden|invisible|(?:answered (?:with )?)?404|as if (?:they|it) did not exist)`;

/** "The jobs of a curator are not shown to researchers", "reports made by managers are 404 for clerks". */
const keptFrom = new RegExp(
  String.raw`\b(?:of|by|from) (?:an? |the |other |another )*(?<whose>[\p{L}-]+)(?: keys?| tokens?)? (?:is|are) ${gone} (?:to|for|from) (?:an? |the )?(?<whom>[\p{L}-]+)`,
  'iu',
);

const rolesIn = (text: string, roles: ReadonlySet<string>): readonly string[] =>
  [...new Set(wordsOf(text).map(stemOf))].filter((word) => roles.has(word));

/** Does a sentence keep from the only lesser role what a caller with all rights has made. */
const keepsFrom = (sentence: string, { full, lesser }: ToldRoles): boolean => {
  const text = plain(sentence);
  if (lesser.size !== 1 || isConditional.test(text) || rolesIn(text, lesser).length === 0) return false;
  const { whose = '', whom = '' } = keptFrom.exec(text)?.groups ?? {};
  if (full.has(stemOf(whose.toLowerCase())) && lesser.has(stemOf(whom.toLowerCase()))) return true;
  // "Clerks" is the subject: it stands before what is said of it, and no other role does.
  return ownOnly.some((one) => {
    const found = one.exec(text);
    const before = found ? text.slice(0, found.index) : '';
    return found !== null && rolesIn(before, lesser).length === 1 && rolesIn(before, full).length === 0;
  });
};

/** The stems of the nouns of a path. */
const nounsOf = (path: string): ReadonlySet<string> =>
  new Set(segmentsOf(path).flatMap((one) => ('literal' in one ? wordsOf(one.literal).map(stemOf) : [])));

/**
 * The sentence by which the credential with less rights reads with an operation only what it made itself: in the description of the operation, or in the introduction,
 * the tags and the security schemes, where it names what the path is about. Undefined where there is none, or where the document speaks of several lesser roles.
 */
export const ownOnlySentence = (document: Document, { path, location }: Pick<Operation, 'path' | 'location'>): string | undefined => {
  const roles = toldRoles(document);
  if (roles.lesser.size !== 1) return undefined;
  const own = saidIn(valueAt(document, nodeOf(location))).flatMap(linesOf);
  const found = own.find((one) => keepsFrom(one, roles));
  if (found !== undefined) return found;
  const vocabulary = vocabularyOf(document);
  const nouns = nounsOf(path);
  return textsOf(document)
    .flatMap(linesOf)
    .find((one) => {
      const about = wordsOf(one)
        .map(stemOf)
        .filter((word) => vocabulary.has(word) && !roles.lesser.has(word) && !roles.full.has(word));
      return about.some((word) => nouns.has(word)) && keepsFrom(one, roles);
    });
};
