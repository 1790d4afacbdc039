import express from 'express';
import type { OriginRules } from '../../shared/origins.ts';
import { errorHandler } from './errors/error-response.ts';
import { messagesOf } from './listening/express-messages.ts';
import { authenticate } from './middleware/authenticate.ts';
import { checkHost } from './middleware/check-host.ts';
import { checkOrigin, corsHeaders } from './middleware/cors-policy.ts';
import { jsonBody } from './middleware/json-body.ts';
import { logRequests } from './middleware/log-requests.ts';
import { withNormalizedUrls } from './middleware/normalize-url.ts';
import { notFound } from './middleware/not-found.ts';
import { refuseWhenStopping } from './middleware/refuse-when-stopping.ts';
import { requestId } from './middleware/request-id.ts';
import { createApprovalsRouter } from './routes/approvals/route.ts';
import { createChatCompletionsRouter } from './routes/chat-completions/route.ts';
import { createConversationsRouter } from './routes/conversations/route.ts';
import { createCompletionsRouter } from './routes/completions/route.ts';
import { createEmbeddingsRouter } from './routes/embeddings.ts';
import { createDetailedHealthRouter, createHealthRouter } from './routes/health.ts';
import { createModelsRouter } from './routes/models.ts';
import { createOpenApiRouter } from './routes/openapi.ts';
import { createResponsesRouter } from './routes/responses/route.ts';
import { createResponseCore } from './routes/responses/response-core.ts';
import { createRunsRouter } from './routes/runs/route.ts';
import { createTasksRouter } from './routes/tasks/route.ts';
import type { App } from './listening/sockets.ts';
import type { RouteDeps, ServerDeps } from './server-deps.ts';

/** The HTTP API over its parts. What a request must pass stands in order; each check has its file. */
export function createApp(deps: ServerDeps): App {
  const { settings, apiKey, boundToNetwork } = deps;
  const corsRules = (): OriginRules => ({
    allowedOrigins: settings().server.allowedOrigins,
    keySet: Boolean(apiKey()),
  });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  app.use(requestId());
  app.use(logRequests(deps.logger));
  app.use(corsHeaders(corsRules));
  app.use(
    checkHost(() => ({
      extraHosts: settings().server.extraHosts,
      boundToNetwork: boundToNetwork(),
    })),
  );
  app.use(checkOrigin(corsRules));
  app.use(refuseWhenStopping(deps.stopping));
  app.use(createHealthRouter(deps));
  app.use(authenticate(() => ({ apiKey: apiKey(), boundToNetwork: boundToNetwork() })));
  const limitBytes = (): number => settings().server.bodyLimitMiB * 2 ** 20;
  // Read by the routes that take one, so that an unknown path is told from a wrong body.
  const readBody = jsonBody(limitBytes, deps.parseLargeJson);
  const routeDeps: RouteDeps = { ...deps, readBody };
  app.use(createChatCompletionsRouter(routeDeps));
  app.use(createCompletionsRouter(routeDeps));
  app.use(createEmbeddingsRouter(routeDeps));
  app.use(createModelsRouter(deps));
  const { order, responses } = deps.core ?? createResponseCore(deps);
  app.use(createResponsesRouter({ ...routeDeps, responses }));
  app.use(createConversationsRouter({ ...routeDeps, responses, order }));
  app.use(createRunsRouter(routeDeps));
  app.use(createApprovalsRouter(routeDeps));
  app.use(createTasksRouter(routeDeps));
  app.use(createDetailedHealthRouter(deps));
  app.use(createOpenApiRouter(deps));
  app.use(notFound());
  app.use(errorHandler(deps.logger));
  return { listener: withNormalizedUrls(app), messages: messagesOf(app) };
}
