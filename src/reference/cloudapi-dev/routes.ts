import type { Layer } from './call.ts';
import { answer } from './call.ts';
import { deploymentRoutes } from './deployments.ts';
import { logRoutes } from './logs.ts';
import { projectRoutes } from './projects.ts';
import type { Settings } from './settings.ts';

const regionRoutes = ({ regions, regionsAt, regionsShape }: Settings): Readonly<Record<string, Layer>> => {
  const items = regions.map((id) => ({ id }));
  const list: Layer = (call) => answer(call, 200, regionsShape === 'array' ? items : { data: items, next_cursor: null, has_more: false });
  return Object.fromEntries(regionsAt.map((path) => [`GET ${path}`, list]));
};

/** Every operation by method and path. */
export const routesOf = (settings: Settings): Readonly<Record<string, Layer>> => ({
  ...projectRoutes(settings),
  ...deploymentRoutes(settings),
  ...logRoutes(settings),
  ...regionRoutes(settings),
});
