// A sign-in as the editor's own: sessions are told apart by their scopes, and an empty list of scopes means all of them.
const { authentication, commands, EventEmitter } = require('vscode');

exports.activate = (context) => {
  const changed = new EventEmitter();
  const account = { id: '7', label: 'ada' };
  let sessions = [];
  const key = (scopes) => scopes.join(' ');
  const remove = async (removed) => {
    sessions = sessions.filter((session) => !removed.includes(session));
    changed.fire({ added: [], removed, changed: [] });
  };
  context.subscriptions.push(
    commands.registerCommand('testSignIn.signOut', () => remove(sessions)),
    authentication.registerAuthenticationProvider('github', 'GitHub', {
      onDidChangeSessions: changed.event,
      getSessions: async (scopes) => (scopes?.length ? sessions.filter((session) => key(session.scopes) === key(scopes)) : sessions),
      createSession: async (scopes) => {
        const made = { id: String(sessions.length + 1), accessToken: process.env.TRACKRECORD_TEST_TOKEN, account, scopes };
        sessions = [...sessions, made];
        changed.fire({ added: [made], removed: [], changed: [] });
        return made;
      },
      removeSession: (id) => remove(sessions.filter((session) => session.id === id)),
    }),
  );
};
