// Calls a node with npm's soap from its WSDL alone. Standard input: {host, axl: [user, password], operator: [user, password]};
// standard output: {version, names, services}.
const soap = require("soap");

async function client(path, [username, password]) {
  const made = await soap.createClientAsync(`https://${path}?wsdl`);
  made.setSecurity(new soap.BasicAuthSecurity(username, password));
  return made;
}

async function main() {
  let input = "";
  for await (const piece of process.stdin) input += piece;
  const { host, axl, operator } = JSON.parse(input);
  const database = await client(`${host}:8443/axl/`, axl);
  const [version] = await database.getCCMVersionAsync({});
  const [rows] = await database.executeSQLQueryAsync({ sql: "select name from processnode where systemnode = 'f' order by name" });
  const services = await client(`${host}:8443/controlcenterservice2/services/ControlCenterServices`, operator);
  const [status] = await services.soapGetServiceStatusAsync({ ServiceStatus: "" });
  process.stdout.write(
    JSON.stringify({
      version: version.return.componentVersion.version,
      names: rows.return.row.map((row) => row.name),
      services: status.soapGetServiceStatusReturn.ServiceInfoList.item.length,
    }),
  );
}

main();
