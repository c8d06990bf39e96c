# As wsdl.js, with zeep. The certificate to trust is in NODE_EXTRA_CA_CERTS.
import json
import os
import sys

import requests
import zeep

given = json.load(sys.stdin)


def client(path, login):
    session = requests.Session()
    session.trust_env = False
    session.auth = tuple(login)
    session.verify = os.environ["NODE_EXTRA_CA_CERTS"]
    return zeep.Client(f"https://{path}?wsdl", transport=zeep.Transport(session=session)).service


database = client(f"{given['host']}:8443/axl/", given["axl"])
version = database.getCCMVersion()
rows = database.executeSQLQuery(sql="select name from processnode where systemnode = 'f' order by name")
services = client(f"{given['host']}:8443/controlcenterservice2/services/ControlCenterServices", given["operator"])
status = services.soapGetServiceStatus(ServiceStatus=[""])
json.dump(
    {
        "version": version["return"]["componentVersion"]["version"],
        "names": [row[0].text for row in rows["return"]["row"]],
        "services": len(status["ServiceInfoList"]["item"]),
    },
    sys.stdout,
)
