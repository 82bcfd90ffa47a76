import { resolve } from 'node:path';
import { credentialNames } from '../model/request.ts';
import type { RecordedSources } from '../model/record.ts';
import type { Path } from './location.ts';
import type { Settings } from './settings.ts';
import { parseSource } from './source.ts';

/** The source of a value as a record states it; undefined where the text is the value itself, or a function gives it. */
const sourceText = (text: string, path: Path, settings: Settings): string | undefined => {
  const source = parseSource(text);
  if (source.kind === 'pair') {
    const password = sourceText(text.slice(source.name.length + 1), path, settings);
    return password === undefined ? undefined : `${source.name}:${password}`;
  }
  if (source.kind === 'file') return `file:${resolve(settings.directoryOf(path), source.path)}`;
  return source.kind === 'env' || source.kind === 'cmd' || source.kind === 'login' ? text : undefined;
};

const known = (given: readonly (readonly [string, string | undefined])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(given.flatMap(([name, source]) => (source === undefined ? [] : [[name, source]])));

/** What a record keeps about the sources of a target's secrets, so that cleanup and replay need not ask for them again. */
export const recordedSources = (settings: Settings): RecordedSources => {
  const { credentials: { schemes = {}, ...roles } = {}, http } = settings.config;
  const given = credentialNames.flatMap((name) => {
    const text = roles[name];
    return text === undefined ? [] : [[name, sourceText(text, ['credentials', name], settings)] as const];
  });
  const ofSchemes = Object.entries(schemes).map(
    ([name, text]) => [name, sourceText(text, ['credentials', 'schemes', name], settings)] as const,
  );
  const headers = Object.entries(http?.headers ?? {}).flatMap(([name, text]) => {
    const source = ['env', 'file'].includes(parseSource(text).kind) ? sourceText(text, ['http', 'headers', name], settings) : undefined;
    return source === undefined ? [] : [[name, source] as const];
  });
  const ca = http?.ca === undefined ? undefined : sourceText(http.ca, ['http', 'ca'], settings);
  const connection = known(
    (['proxy', 'cert', 'key', 'passphrase'] as const).map((name) => {
      const text = http?.[name];
      // A proxy in clear has no credentials.
      return [name, text === undefined ? undefined : (sourceText(text, ['http', name], settings) ?? (name === 'proxy' ? text : undefined))];
    }),
  );
  const listed = (['knownFailures', 'observed'] as const).flatMap((name) => {
    const file = settings.config[name];
    return file === undefined ? [] : [[name, resolve(settings.directoryOf([name]), file)] as const];
  });
  const unrecorded = [...given, ...ofSchemes].flatMap(([name, source]) => (source === undefined ? [name] : []));
  return {
    ...(settings.file === undefined ? {} : { config: settings.file }),
    directory: settings.directoryOf(['credentials']),
    credentials: known(given),
    ...(ofSchemes.length === 0 ? {} : { schemes: known(ofSchemes) }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(ca === undefined ? {} : { ca }),
    ...(Object.keys(connection).length === 0 ? {} : { connection }),
    ...(unrecorded.length === 0 ? {} : { unrecorded }),
    ...Object.fromEntries(listed),
  };
};
