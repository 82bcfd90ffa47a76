import type { Item } from '../client.ts';
import { gets, type Symptoms } from './symptoms.ts';

const eachItem = (path: string, isSymptom: (item: Item) => boolean) =>
  gets(path, ({ json: { data = [] } }) => data.length > 0 && data.every(isSymptom));

/** How a client that knew the version before notices each defect. */
export const additionSymptoms: Symptoms = {
  'field-removed': eachItem('/v1/deployments', (item) => item['created_at'] === undefined),
  'field-type-changed': eachItem('/v1/projects', (item) => typeof item['created_at'] === 'number'),
  'field-renamed': eachItem('/v1/deployments', (item) => item['project_id'] === undefined && item['project'] !== undefined),
  'operation-removed': gets('/v1/deployments', ({ status }) => status === 404),
};
