import type { Operation } from '../../model.ts';
import { nounWordsOf } from '../id-names.ts';
import { isDirectlyBelowOne } from '../path-template.ts';

/** What a service works off by itself and keeps an entry of, so that there is one more once it has been set going. What it brings to others, such as a deployment, is not among them. */
const runs: ReadonlySet<string> = new Set(
  'run build job scan check test execution invocation evaluation analysis crawl render simulation benchmark inspection calculation computation'.split(
    ' ',
  ),
);

/** Verbs by which one of them is set going: "Trigger a build" for `POST /libraries/{id}/builds`, "Run a test" for `POST /rigs/{id}/runs`. */
const starting: readonly string[] = 'trigger start run execute exec invoke'.split(' ').flatMap((verb) => [verb, `${verb}s`]);

/** Does a path lead to what the service works off for the one thing above it. */
const isOfRuns = (path: string): boolean => isDirectlyBelowOne(path) && runs.has(nounWordsOf(path).at(-1) ?? '');

/** The verbs that say no more of a POST than that it adds one more to what the service works off below one thing; none where it adds to anything else. */
export const startingVerbs = ({ method, path }: Operation): readonly string[] => (method === 'POST' && isOfRuns(path) ? starting : []);

/** Does an operation set something going below one thing, so that it is sent for one of the run alone, and never for one that was there before. */
export const startsRun = (operation: Operation): boolean =>
  operation.inferred?.reaches !== undefined && startingVerbs(operation).includes(operation.inferred.reaches);
