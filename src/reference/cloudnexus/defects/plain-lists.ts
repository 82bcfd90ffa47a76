import type { Call, Layer } from '../call.ts';
import { refuse } from '../call.ts';
import type { Cloud } from '../cloud.ts';
import { answered } from './answering.ts';
import { parameter } from './asking.ts';

const isGet = (call: Call, path: string): boolean => call.method === 'GET' && call.path === path;

/** Changes the query of a GET to a path. An undefined value in the changes removes a parameter. */
export const queryAsked =
  (path: string, changes: (call: Call) => Readonly<Record<string, string | undefined>>): Layer =>
  (call, next) => {
    if (isGet(call, path)) {
      const query = Object.entries({ ...call.query, ...changes(call) }).filter(([, value]) => value !== undefined);
      call.query = Object.fromEntries(query);
    }
    return next();
  };

/** Makes a GET to a path see other resources than the account has. */
export const resourcesSeen =
  (path: string, change: (cloud: Cloud) => Partial<Cloud>): Layer =>
  (call, next) => {
    if (isGet(call, path)) call.state.cloud = { ...call.state.cloud, ...change(call.state.cloud) };
    return next();
  };

/** Refuses a GET to a path as an unknown path. */
export const notRouted =
  (path: string): Layer =>
  (call, next) =>
    isGet(call, path) ? refuse(404, 'unknown-path', 'No such path') : next();

/** Refuses a GET to a path with 400 where a predicate holds for its parameter. */
export const parameterRefused =
  (path: string, name: string, isRefused: (value: string | undefined) => boolean, message: string): Layer =>
  (call, next) => {
    if (!isGet(call, path) || !isRefused(parameter(call, name))) return next();
    return refuse(400, 'malformed-query', 'Malformed query parameters', { faults: [{ field: name, message }] });
  };

/** Sends lines of text with the media type of JSON where a GET to a path succeeds. */
export const answeredAsLines = (path: string, lines: (cloud: Cloud) => readonly string[]): Layer =>
  answered((call) => {
    if (!isGet(call, path) || call.status !== 200) return;
    call.body = lines(call.state.cloud).join('\n');
    call.set('Content-Type', 'application/json');
  });
