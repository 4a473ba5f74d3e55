import { Agent, request } from "node:http";
import { connect } from "node:net";
import { expect } from "chai";
import express from "express";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { build } from "../../src/http/build.ts";
import { type Listening, listen } from "../../src/http/listen.ts";
import { fakeService } from "./fake-service.ts";
import { OPTIONS, send } from "./server.ts";

const failed = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("listen", () => {
  let server: Listening | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it("picks a free port and says where it is", async () => {
    server = await listen(build(fakeService(), OPTIONS), { port: 0 });
    expect(server.url).to.equal(`http://127.0.0.1:${server.port}`);
    expect((await send(server.port, "GET", "/healthz")).status).to.equal(200);
  });

  it("a port that is taken is a clear error", async () => {
    server = await listen(express(), { port: 0 });
    const error = await failed(listen(express(), { port: server.port }));
    expect(isYinzhengError(error, "config.port_busy")).to.equal(true);
    expect(String(error)).to.include(`127.0.0.1:${server.port}`);
  });

  it("an address that is not ours is a clear error", async () => {
    const error = await failed(listen(express(), { port: 0, host: "192.0.2.1" }));
    expect(isYinzhengError(error, "config.invalid")).to.equal(true);
  });

  it("a body that does not arrive in time is refused with 408", async () => {
    server = await listen(build(fakeService(), OPTIONS), { port: 0, requestTimeoutMs: 100 });
    const socket = connect(server.port, "127.0.0.1");
    socket.write(
      'POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a',
    );
    const chunks: Buffer[] = [];
    await new Promise<void>((resolve) => {
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.once("close", () => resolve());
    });
    expect(Buffer.concat(chunks).toString()).to.match(/^HTTP\/1\.1 408 /);
  });

  it("closing finishes the answer under way and ends kept-alive connections", async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const app = express();
    app.get("/slow", async (_req, res) => {
      arrived.resolve();
      await gate.promise;
      res.send("done");
    });
    app.get("/fast", (_req, res) => void res.send("done"));
    const { port, close } = await listen(app, { port: 0 });
    const agent = new Agent({ keepAlive: true });
    expect(await text(port, "/fast", agent)).to.equal("done");
    const slow = text(port, "/slow", agent);
    await arrived.promise;
    const closed = close();
    gate.resolve();
    expect(await slow).to.equal("done");
    await closed;
    expect(String(await failed(text(port, "/fast", agent)))).to.match(/ECONNREFUSED|ECONNRESET|socket hang up/);
    agent.destroy();
  });

  it("closing does not wait for ever for an answer that does not come", async () => {
    const arrived = Promise.withResolvers<void>();
    const app = express();
    app.get("/never", () => arrived.resolve());
    const { port, close } = await listen(app, { port: 0, graceMs: 1 });
    const never = failed(text(port, "/never", new Agent()));
    await arrived.promise;
    await close();
    expect(String(await never)).to.match(/ECONNRESET|socket hang up/);
  });
});

function text(port: number, path: string, agent: Agent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request({ port, path, agent }, (response) => {
    let received = "";
    response.on("data", (chunk: Buffer) => {
      received += chunk.toString();
    });
    response.on("end", () => resolve(received));
  });
  sent.on("error", reject);
  sent.end();
  return promise;
}
