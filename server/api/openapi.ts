import { z } from "zod";
import { batchKinds } from "../ingest/schema";
import { limits, rates, repeatHours } from "./limits";
import { type ApiRoute, apiRoutes } from "./routes";
import { rowSchemas } from "./row-schema";
import { faultSchema, importSchema, requestQuery, takenSchema } from "./wire-schema";

type Json = Record<string, unknown>;

let made: Json | undefined;

/** The OpenAPI 3.1 document, made of the routes that the handler serves and the schemas that it checks with. */
export function openApiDocument(): Json {
  made ??= {
    openapi: "3.1.1",
    info: {
      title: "Triptych",
      version: "1",
      description: `Rows come in as files do (docs/data-formats.md has each column): all of a request or nothing of it. A row that is shaped wrongly refuses its request with one sentence; what only the import can tell (a date, a word that is not known) is a refused row of the import. A key may ask ${rates.perKey} times a minute, an address ${rates.perAddress} times.`,
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }],
    paths: pathsOf(apiRoutes),
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "tk_…, made by an administrator under Settings, Keys." },
      },
      schemas: {
        fault: schemaOf(faultSchema, "output"),
        taken: schemaOf(takenSchema, "output"),
        import: schemaOf(importSchema, "output"),
        ...Object.fromEntries(batchKinds.map((kind) => [`${kind}_row`, schemaOf(rowSchemas[kind], "input")])),
      },
    },
  };
  return made;
}

function pathsOf(routes: readonly ApiRoute[]): Json {
  return Object.fromEntries(routes.map((route) => [route.path, { [route.method.toLowerCase()]: operation(route) }]));
}

function operation(route: ApiRoute): Json {
  if (route.name === "document") {
    return {
      operationId: "document",
      summary: "This document",
      security: [],
      responses: {
        "200": { description: "OpenAPI 3.1", content: { "application/json": { schema: { type: "object" } } } },
      },
    };
  }
  if (route.name === "import") {
    const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
    return {
      operationId: "import",
      summary: "How far an import is, or what it did",
      parameters: [id, language],
      responses: { "200": answer("The import", "import"), ...faults(401, 403, 404, 429, 503) },
    };
  }
  return sendRows(route);
}

function sendRows({ kind, action }: Extract<ApiRoute, { name: "rows" }>): Json {
  const row = { $ref: `#/components/schemas/${kind}_row` };
  const rows = { type: "array", items: row, maxItems: limits.rows };
  const framed = {
    type: "object",
    properties: { ...parameterSchemas(), rows },
    required: ["rows"],
    additionalProperties: false,
  };
  return {
    operationId: `send_${kind}`,
    summary: `Send rows of ${kind}`,
    description: `For keys with the scope ${action}.`,
    parameters: [...queryParameters(), repeat, language],
    requestBody: {
      required: true,
      description: `JSON of at most ${limits.jsonBytes / 1024 ** 2} MB, or NDJSON (a row a line) of at most ${limits.ndjsonBytes / 1024 ** 2} MB; ${limits.rows} rows. NDJSON needs the parameter source.`,
      content: { "application/json": { schema: { anyOf: [rows, framed] } }, "application/x-ndjson": { schema: row } },
    },
    responses: {
      "202": {
        ...answer("Taken: the rows will be imported", "taken"),
        headers: { location: { description: "Where the import can be watched", schema: { type: "string" } } },
      },
      ...faults(400, 401, 403, 409, 413, 415, 422, 429, 503),
    },
  };
}

const words: Record<number, string> = {
  400: "The body is not JSON, or not UTF-8",
  401: "No key, or none that counts",
  403: "The key does not include this",
  404: "There is no such import in the key's workspace",
  409: "The Idempotency-Key came with another request before",
  413: "Too large: send it in parts",
  415: "Neither JSON nor NDJSON",
  422: "A parameter or a row cannot be used; nothing of the request was kept",
  429: "Too many requests, or too many rows that wait to be imported: wait as long as Retry-After says",
  503: "A disk is full, or the database is away; nothing was kept",
};

function faults(...statuses: number[]): Json {
  const waits = { "retry-after": { description: "Seconds to wait", schema: { type: "integer" } } };
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      { ...answer(words[status] ?? "", "fault"), ...(status === 429 && { headers: waits }) },
    ]),
  );
}

function answer(description: string, schema: "fault" | "taken" | "import"): Json {
  return { description, content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

const repeat = {
  name: "Idempotency-Key",
  in: "header",
  description: `1 to 200 visible ASCII characters. The same request again within ${repeatHours} hours gets the same answer and does nothing.`,
  schema: { type: "string", minLength: 1, maxLength: 200 },
};
const language = { name: "Accept-Language", in: "header", schema: { type: "string", examples: ["fr"] } };

function parameterSchemas(): Record<string, Json> {
  return (schemaOf(requestQuery, "input").properties ?? {}) as Record<string, Json>;
}

function queryParameters(): Json[] {
  return Object.entries(parameterSchemas()).map(([name, schema]) => ({ name, in: "query", schema }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io });
  return plain;
}
