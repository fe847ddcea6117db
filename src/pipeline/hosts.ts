export { accountHosts, environmentHosts } from '../mine/host/hosts.ts';
