import { nodeOf } from '../../../model/location.ts';
import type { Operation } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { parametersIn } from '../path-template.ts';
import { sentencesOf } from '../sentences.ts';

const older = '(?:oldest|eldest|earliest|older|previous|existing|current)';
const lost = '(?:removed|deleted|dropped|replaced|closed|ended|revoked|evicted|discarded|overwritten)';

/** Sentences by which a new one takes the place of one that is there: "One more takes the place of the oldest", "The oldest session is closed". */
const forms: readonly RegExp[] = [
  String.raw`\b(?:the|your|its) (?:oldest|eldest|earliest)\b[^.;]{0,40}\b(?:is|are|gets|will be|makes way)\b(?! (?:not|never))[^.;]{0,20}(?:\b${lost}\b|\bway\b)`,
  String.raw`\btakes? the place of (?:the|your|an?|any) ${older}\b`,
  String.raw`(?<!never )\b(?:replaces|removes|deletes|drops|evicts|discards|overwrites|revokes|ends|closes) (?:the|your|an?|any) ${older}\b`,
].map((form) => new RegExp(form, 'iu'));

/** Does the text of a creation below nothing else say that what it creates takes the place of what the account has already, whoever created that. */
export const makesWay = (document: Readonly<Record<string, unknown>>, { method, path, location }: Operation): boolean =>
  method === 'POST' &&
  parametersIn(path).length === 0 &&
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .some((sentence) => forms.some((form) => form.test(sentence)));
