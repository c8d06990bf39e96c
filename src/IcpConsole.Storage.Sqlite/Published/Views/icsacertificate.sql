SELECT Node AS servername, Service AS service, Pem AS certificate FROM Identities
