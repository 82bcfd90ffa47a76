import { resolve } from 'node:path';
import { systemCode, type Outside } from './outside.ts';

/** Where a secret comes from. */
export type SecretSource =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cmd'; readonly words: readonly string[] }
  /** A credential that a function of a config in code gave, by pointer. */
  | { readonly kind: 'code'; readonly pointer: string }
  /** A credential that is obtained when the run needs it, by the name under `logins`. */
  | { readonly kind: 'login'; readonly name: string }
  /** A name and a password from another source, as basic authentication has them (RFC 7617, section 2). */
  | { readonly kind: 'pair'; readonly name: string; readonly of: SecretSource }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The words of a command line without a shell: split at blanks, quotes keep a word together, nothing is expanded. */
const wordsOf = (command: string): readonly string[] | undefined => {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of command.trim()) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/u.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return quote === undefined ? words : undefined;
};

/** Reads `env:NAME`, `file:PATH`, `cmd:COMMAND`, `login:NAME`, and one of the first three behind a user name and a colon; anything else is the value itself. */
export const parseSource = (text: string): SecretSource => {
  const [, name, password] = /^([^\s:]+):((?:env|file|cmd):.*)$/su.exec(text) ?? [];
  if (name !== undefined && password !== undefined && !/^(?:env|file|cmd|code|login)$/u.test(name))
    return { kind: 'pair', name, of: parseSource(password) };
  const [, scheme, rest = ''] = /^(env|file|cmd|code|login):(.*)$/su.exec(text) ?? [];
  switch (scheme) {
    case 'env':
      return /^[A-Za-z_]\w*$/u.test(rest)
        ? { kind: 'env', name: rest }
        : { kind: 'unreadable', why: 'env: must be followed by the name of a variable, such as env:API_KEY' };
    case 'file':
      return rest === '' ? { kind: 'unreadable', why: 'file: must be followed by a path' } : { kind: 'file', path: rest };
    case 'cmd': {
      const words = wordsOf(rest);
      if (words === undefined) return { kind: 'unreadable', why: 'the command of cmd: opens a quote and does not close it' };
      return words.length === 0 ? { kind: 'unreadable', why: 'cmd: must be followed by a command' } : { kind: 'cmd', words };
    }
    case 'code':
      return { kind: 'code', pointer: rest };
    case 'login':
      return rest === '' ? { kind: 'unreadable', why: 'login: must be followed by a name under logins' } : { kind: 'login', name: rest };
    default:
      return { kind: 'literal', value: text };
  }
};

/** The source that a text names, also behind a user name. */
export const innerSource = (text: string): SecretSource => {
  const source = parseSource(text);
  return source.kind === 'pair' ? source.of : source;
};

/** The secret, or half a sentence that states why there is none; that never contains the secret. */
export type SourceResult = { readonly kind: 'value'; readonly value: string } | { readonly kind: 'problem'; readonly text: string };

const problem = (text: string): SourceResult => ({ kind: 'problem', text });

/** A header field can contain visible ASCII and blanks between (RFC 9110 section 5.5); a line break would end the field. */
const usable = (value: string, from: string): SourceResult => {
  const trimmed = value.replace(/[\r\n]+$/u, '');
  if (trimmed.trim() === '') return problem(`${from} is empty`);
  if (!/^[\x20-\x7e]+$/u.test(trimmed))
    return problem(`${from} contains a character that no header field can contain, such as a line break`);
  return { kind: 'value', value: trimmed };
};

const whyFailed = (error: unknown): string => {
  const code = systemCode(error);
  if (code === 'ENOENT') return 'no such program';
  if (code !== undefined) return code;
  if (error instanceof Error && 'killed' in error && error.killed === true) return 'no answer within 10 s';
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return `exit code ${error.code}`;
  return 'it was ended by a signal';
};

/** Reads a secret from its source. Relative paths, also of a command, start from `directory`. */
export const readSecret = async (
  source: SecretSource,
  directory: string,
  outside: Outside,
  fromCode?: ReadonlyMap<string, string>,
): Promise<SourceResult> => {
  switch (source.kind) {
    case 'unreadable':
      return problem(source.why);
    case 'code': {
      const value = fromCode?.get(source.pointer);
      return value === undefined ? problem('code: is for functions in a config written in code') : usable(value, 'what the function gave');
    }
    case 'login':
      return problem('login: is for credentials only');
    case 'pair': {
      const password = await readSecret(source.of, directory, outside, fromCode);
      return password.kind === 'problem' ? password : { kind: 'value', value: `${source.name}:${password.value}` };
    }
    case 'literal':
      return usable(source.value, 'the value');
    case 'env': {
      const value = outside.env[source.name];
      return value === undefined
        ? problem(`environment variable ${source.name} is not set`)
        : usable(value, `environment variable ${source.name}`);
    }
    case 'file': {
      const path = resolve(directory, source.path);
      try {
        const value = await outside.readFile(path);
        return value === undefined ? problem(`there is no file "${source.path}"`) : usable(value, `file "${source.path}"`);
      } catch (error) {
        return problem(`file "${source.path}" cannot be read: ${systemCode(error) ?? 'unknown error'}`);
      }
    }
    case 'cmd': {
      const [program = '', ...args] = source.words;
      try {
        return usable(await outside.execute(program, args, directory), `the output of command "${program}"`);
      } catch (error) {
        return problem(`command "${program}" failed: ${whyFailed(error)}`);
      }
    }
    default:
      return source satisfies never;
  }
};
