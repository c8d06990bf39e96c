SELECT Id AS id, Name AS name, Members AS members FROM HomeGroups
