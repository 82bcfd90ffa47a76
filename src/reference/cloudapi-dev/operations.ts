/** The documented operations, by their keys in the routes. */
export const lists = ['GET /v1/projects', 'GET /v1/deployments'] as const;
export const readProject = 'GET /v1/projects/:id';
export const updateProject = 'PATCH /v1/projects/:id';
export const removeProject = 'DELETE /v1/projects/:id';
export const createProject = 'POST /v1/projects';
export const listProjects = 'GET /v1/projects';
export const listDeployments = 'GET /v1/deployments';
export const createDeployment = 'POST /v1/deployments';
export const rollBackDeployment = 'POST /v1/deployments/:id/rollback';
export const queryLogs = 'GET /v1/logs';
export const followLogs = 'GET /v1/logs/stream';
