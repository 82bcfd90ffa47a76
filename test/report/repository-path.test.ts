import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { repositoryOf } from '../../src/cli/report/repository.ts';
import { isBelowWorkingDirectory, repositoryPath, repositoryUri } from '../../src/report/repository-path.ts';
import { emptyFolder } from '../cli/support.ts';

const repository = { root: '/src/repo', below: 'services/depot' };

test('files are named from the root of the repository, and others keep their names', () => {
  expect(repositoryPath('openapi.yaml')).toBe('openapi.yaml');
  expect(repositoryPath('./api/openapi.yaml', repository)).toBe('services/depot/api/openapi.yaml');
  expect(repositoryPath(String.raw`api\openapi.yaml`, repository)).toBe('services/depot/api/openapi.yaml');
  expect(repositoryPath('/src/repo/openapi.yaml', repository)).toBe('openapi.yaml');
  expect(repositoryPath('/src/repository/openapi.yaml', repository)).toBe('/src/repository/openapi.yaml');
  expect(repositoryPath('https://api.example/openapi.yaml', repository)).toBe('https://api.example/openapi.yaml');
  expect(isBelowWorkingDirectory(String.raw`C:\api.yaml`)).toBe(false);
});

test('a URI has no character that it cannot have', () => {
  expect(repositoryUri('a b/ü#?%\uD800.yaml', repository)).toBe('services/depot/a%20b/%C3%BC%23%3F%25%EF%BF%BD.yaml');
  expect(repositoryUri('a:b.yaml', { root: '/r', below: '' })).toBe('a%3Ab.yaml');
});

test('the repository of a folder is the nearest that holds it, also a work tree', () => {
  const root = emptyFolder();
  const below = join(root, 'services', 'depot');
  mkdirSync(below, { recursive: true });
  mkdirSync(join(root, '.git'));
  expect(repositoryOf(below)).toEqual({ repository: { root, below: 'services/depot' } });
  expect(repositoryOf(root)).toEqual({ repository: { root, below: '' } });
  writeFileSync(join(below, '.git'), 'gitdir: elsewhere');
  expect(repositoryOf(below)).toEqual({ repository: { root: below, below: '' } });
  expect(repositoryOf('/')).toEqual({});
});
