import { posix } from 'node:path';

/** The repository that holds the working directory of a run. */
export type Repository = {
  /** Its root: a whole path. */
  readonly root: string;
  /** Path of the working directory from the root, with `/`; empty where it is the root. */
  readonly below: string;
};

/** Begins like an address (`https:`) or a Windows drive (`C:\`). */
const schemed = /^(?:[a-z]:[\\/]|[a-z][a-z\d+.-]+:)/iu;

/** A text as one segment of a URI. Unpaired surrogates, which have no octets, become U+FFFD. */
export const uriSegment = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));

/** Whether a recorded file is named from the working directory of the run. Others are whole paths, or addresses. */
export const isBelowWorkingDirectory = (file: string): boolean => !file.startsWith('/') && !file.startsWith('\\') && !schemed.test(file);

const slashed = (path: string): string => path.replaceAll('\\', '/');

/**
 * A recorded file as tools around a repository name it: from the root of the repository, with `/`. Whole paths outside of it, and addresses,
 * stay.
 */
export const repositoryPath = (file: string, repository?: Repository): string => {
  if (isBelowWorkingDirectory(file)) return posix.join(repository?.below ?? '', slashed(file));
  const root = repository === undefined ? undefined : `${slashed(repository.root).replace(/\/$/u, '')}/`;
  return root !== undefined && slashed(file).startsWith(root) ? slashed(file).slice(root.length) : file;
};

/**
 * The same as a URI reference (RFC 3986): a path in the repository relative, a whole path as `file:`, an address as it is.
 */
export const repositoryUri = (file: string, repository?: Repository): string => {
  if (/^[a-z][a-z\d+.-]+:/iu.test(file)) return encodeURI(file.replaceAll(/\p{Cs}/gu, '\ufffd'));
  const path = slashed(repositoryPath(file, repository));
  const encoded = path.split('/').map(uriSegment).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return schemed.test(path) ? `file:///${encoded.replace('%3A', ':')}` : encoded;
};
