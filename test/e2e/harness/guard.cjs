// Loaded into Node processes and their threads by tests: refuses every connection to another machine, and writes it down.
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const threads = require('node:worker_threads');

const LOCAL = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|0\.0\.0\.0)?$/;

function refuse(host) {
  appendFileSync(process.env.TRACKRECORD_TEST_NETWORK, `${host} by ${process.argv[1] ?? process.title}\n`);
  const error = new Error(`no network in tests: ${host}`);
  return Object.assign(error, { code: 'ECONNREFUSED' });
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : [typeof args[0] === 'object' ? args[0] : { port: args[0], host: args[1] }];
  const host = options?.path ? '' : (options?.host ?? '');
  if (LOCAL.test(host)) return connect.apply(this, args);
  this.destroy(refuse(host));
  return this;
};

for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const own = dns[name];
  dns[name] = (host, ...rest) => (LOCAL.test(host) ? own(host, ...rest) : rest.at(-1)(refuse(host)));
  const later = dns.promises[name];
  dns.promises[name] = (host, ...rest) => (LOCAL.test(host) ? later(host, ...rest) : Promise.reject(refuse(host)));
}

const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: [...(options.execArgv ?? []), '--require', __filename] });
  }
};
syncBuiltinESMExports();
