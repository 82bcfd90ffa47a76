import { parametersIn } from '../contract/infer/path-template.ts';
import type { Operation } from '../contract/model.ts';

/**
 * Parameters in the path of an operation that take a value given for all operations (`values` under `*`): every one of a read, and those around
 * what a write creates or changes. What a write itself names is given for it alone, and so is all of one whose effect is unknown, so that
 * no value that was meant for reads reaches somebody's data.
 */
export const sharedParameters = ({ path, effect }: Pick<Operation, 'path' | 'effect'>): readonly string[] => {
  const names = parametersIn(path);
  switch (effect) {
    case 'safe':
      return names;
    case 'creates':
    case 'creates-permanently':
      return parametersIn(path.slice(0, path.lastIndexOf('/')));
    case 'changes':
      return names.slice(0, -1);
    case 'asks':
    case 'destructive':
      return [];
  }
};
